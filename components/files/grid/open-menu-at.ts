/** The menu key, also where the browser does not turn it into a right click. */
export function openMenuAt(element: Element | null) {
  if (!element) return;
  const box = element.getBoundingClientRect();
  element.dispatchEvent(
    new MouseEvent("contextmenu", {
      bubbles: true,
      cancelable: true,
      clientX: box.left + 32,
      clientY: box.bottom - 4,
    }),
  );
}
