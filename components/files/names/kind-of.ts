import type { FileInfo } from "#lib/api/files.ts";
import { spokenName } from "../model/name-parts.ts";

/** What an entry is, in words. */
export function kindOf({ type, is_dir, symlink_target }: Pick<FileInfo, "type" | "is_dir" | "symlink_target">): string {
  if (is_dir) return "folder";
  switch (type) {
    case "symlink":
      return symlink_target === null ? "symbolic link" : `symbolic link to ${spokenName(symlink_target)}`;
    case "fifo":
      return "named pipe";
    case "socket":
      return "socket";
    case "device":
      return "device";
    default:
      return "file";
  }
}

/** Why an entry cannot be opened, or null when it can. */
export function whyNotOpened({ type, is_dir }: Pick<FileInfo, "type" | "is_dir">): string | null {
  if (is_dir || type === "file" || type === "symlink") return null;
  const what = { fifo: "A named pipe", socket: "A socket", device: "A device", directory: "A folder" }[type];
  return `${what} has no content to show. A process that uses the volume talks through it.`;
}
