import type { VolumePath } from "#lib/api/paths.ts";
import { things } from "../acts/words.ts";

/** The little label that follows the pointer: the name, or how many. It is in the document only while it is copied. */
export function setDragImage(transfer: DataTransfer, paths: readonly VolumePath[]): void {
  const label = document.createElement("div");
  label.textContent = things(paths);
  label.className =
    "fixed -top-24 left-0 rounded-md border border-link bg-panel px-2 py-1 text-base font-medium text-ink shadow-raise whitespace-nowrap";
  document.body.append(label);
  transfer.setDragImage(label, -8, -8);
  requestAnimationFrame(() => label.remove());
}
