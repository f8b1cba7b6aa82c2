import { lstatSync, readlinkSync } from "node:fs";

/** What stands beside `/usr` and is a link into it, or a directory of its own on hosts that were not merged. */
const BESIDE_USR = ["bin", "sbin", "lib", "lib32", "lib64", "libx32"];

/** Bubblewrap's arguments that show the host's programs and libraries, read-only. */
export const systemDirectories = (): string[] => [
  ...["--ro-bind", "/usr", "/usr"],
  ...BESIDE_USR.flatMap((name) => {
    const stat = lstatSync(`/${name}`, { throwIfNoEntry: false });
    if (stat?.isSymbolicLink()) return ["--symlink", readlinkSync(`/${name}`), `/${name}`];
    return stat?.isDirectory() ? ["--ro-bind", `/${name}`, `/${name}`] : [];
  }),
];
