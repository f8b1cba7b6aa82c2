import { withToast } from "#components/ui/toast.ts";
import { type FileRoot, sameRoot } from "#lib/api/file-root.ts";
import { isWithin, type VolumePath } from "#lib/api/paths.ts";
import type { FileClipboard } from "../clipboard.ts";
import { setFileClipboard } from "../clipboard.ts";
import type { Files } from "../files-context.ts";
import { dropVerdict } from "../model/drag.ts";

/** Puts what was copied or cut into `target`. What was cut is moved, and can be pasted once. */
export function pasteEntries(files: Files, clipboard: FileClipboard, target: VolumePath): void {
  const copy = clipboard.how === "copy";
  const verdict = dropVerdict(clipboard, files.root, target, copy);
  if (!verdict.ok) {
    withToast((toast) => toast(verdict.reason, { id: "clipboard" }));
    return;
  }
  if (!copy) setFileClipboard(null);
  void files.carry({ how: copy ? "copy" : "move", paths: clipboard.paths, destination: target });
}

/** Whether an entry waits to be moved by a paste. */
export const isCut = (clipboard: FileClipboard | null, root: FileRoot, path: VolumePath): boolean =>
  clipboard !== null &&
  clipboard.how === "cut" &&
  sameRoot(clipboard.root, root) &&
  clipboard.paths.some((cut) => isWithin(path, cut));
