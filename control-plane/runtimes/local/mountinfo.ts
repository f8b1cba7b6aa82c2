import { readFileSync } from "node:fs";
import { readProc } from "./proc.ts";

/** One mount as the kernel lists it. Paths are latin1: a character a byte. */
export type MountEntry = {
  id: number;
  parent: number;
  /** What of its file system is mounted. Ends in `//deleted` when that is gone. */
  root: string;
  point: string;
  options: string;
  /** Of the file system as a whole. */
  fileSystemOptions: string;
};

const unescaped = (text: string) =>
  text.replace(/\\([0-7]{3})/g, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 8)));

/** The mounts that a process sees; null when the process is gone. */
export function mountsOf(pid: number | "self"): MountEntry[] | null {
  const text = readProc(pid, "mountinfo");
  if (text === null || text === "") return null;
  return text
    .trimEnd()
    .split("\n")
    .map((line) => {
      const [before = "", after = ""] = line.split(" - ");
      const [id, parent, , root = "", point = "", options = ""] = before.split(" ");
      return {
        id: Number(id),
        parent: Number(parent),
        root: unescaped(root),
        point: unescaped(point),
        options,
        fileSystemOptions: after.split(" ")[2] ?? "",
      };
    });
}

/** The mount that an open descriptor belongs to, whichever mount namespace that is in. */
export function mountOfDescriptor(fd: number): number {
  const id = /^mnt_id:\s+(\d+)$/m.exec(readFileSync(`/proc/self/fdinfo/${fd}`, "utf8"))?.[1];
  if (id === undefined) throw new Error("the kernel names no mnt_id of a descriptor");
  return Number(id);
}

/** A path as `MountEntry` has it. */
export const asPoint = (path: string): string => Buffer.from(path).toString("latin1");
