const DIALOG = '[role="dialog"],[role="alertdialog"]';

/** The dialog that an element is in. */
export const dialogOf = (element: Element | null): Element | null => element?.closest(DIALOG) ?? null;

/** Whether an element is in the dialog that lies above every other one of the page. */
export function isInTopDialog(element: Element | null): boolean {
  const dialog = dialogOf(element);
  // Each is put at the end of the document when it opens.
  return dialog !== null && [...document.querySelectorAll(DIALOG)].at(-1) === dialog;
}
