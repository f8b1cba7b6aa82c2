import { withToast } from "#components/ui/toast.ts";
import type { FileRoot } from "#lib/api/file-root.ts";
import type { VolumePath } from "#lib/api/paths.ts";
import { count, things } from "../acts/words.ts";
import { setFileClipboard } from "../clipboard.ts";

const asText = (paths: readonly VolumePath[]) => paths.join("\n");

/** Keeps entries for a paste, and their paths as text for other programs. */
export function copyEntries(
  how: "copy" | "cut",
  root: FileRoot,
  paths: readonly VolumePath[],
  transfer: DataTransfer | null,
  type: string,
) {
  const clipboard = { how, root, paths };
  setFileClipboard(clipboard);
  if (transfer) {
    transfer.setData("text/plain", asText(paths));
    transfer.setData(type, JSON.stringify(clipboard));
  } else {
    // The text is an extra: pasting inside works without it.
    navigator.clipboard?.writeText(asText(paths)).catch(() => undefined);
  }
  withToast((toast) =>
    toast(`${how === "cut" ? "Cut" : "Copied"} ${things(paths)}`, {
      id: "clipboard",
      description: how === "cut" ? "Paste in another folder to move." : undefined,
      duration: 2500,
    }),
  );
}

export function copyPathText(paths: readonly VolumePath[]): void {
  navigator.clipboard.writeText(asText(paths)).then(
    () =>
      withToast((toast) =>
        toast(paths.length === 1 ? "Copied the path" : `Copied ${count(paths.length)} paths`, {
          id: "clipboard",
          duration: 2500,
        }),
      ),
    () => withToast((toast) => toast.error("The browser did not let the path be copied")),
  );
}
