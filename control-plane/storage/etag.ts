import type { BigIntStats } from "node:fs";

/**
 * The version of a regular file's content, strong, as the headers want it, quotes included.
 * It is made of what a new content changes: the inode (every write of the API publishes a new one), the length and the time
 * of the last change. The change time of the inode is left out on purpose: a chmod, a rename or a hard link touches it, and
 * none of them is a reason to refuse the save of someone who has the file open. A process in the volume that writes the
 * same number of bytes and then sets the old time back goes unseen.
 */
export function etagOf(stat: Pick<BigIntStats, "ino" | "size" | "mtimeNs">): string {
  return `"${stat.ino.toString(36)}-${stat.size.toString(36)}-${stat.mtimeNs.toString(36)}"`;
}
