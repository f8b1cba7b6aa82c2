import { mkdirSync, readdirSync, readlinkSync, symlinkSync, unlinkSync } from "node:fs";
import { join } from "node:path";
import { SandboxId } from "#lib/api/ids.ts";
import { childOf, nameFromBytes, type VolumePath } from "#lib/api/paths.ts";
import type { Config } from "../config.ts";
import { isErrno, pathOf } from "../storage/descriptors.ts";
import { isStagingName } from "../storage/staging-name.ts";

/** A private directory that was about to be made in a sandbox. */
export type StagingNote = {
  sandbox: SandboxId;
  /** The directory that it is in, as the sandbox sees it. */
  directory: VolumePath;
  name: string;
};

const SLASH = 0x2f;

const notesOf = ({ dataDirectory }: Pick<Config, "dataDirectory">) => join(dataDirectory, "sandbox-staging");
const fileOf = (config: Pick<Config, "dataDirectory">, { sandbox, name }: Pick<StagingNote, "sandbox" | "name">) =>
  join(notesOf(config), `${sandbox}${name}`);

/**
 * Notes that a private directory is about to be made, so that the next start finds it if this process is killed. The note is
 * a symbolic link that leads nowhere: one call makes it with all that it says, so that none is ever half written.
 * @param directory the open directory of the sandbox that it will be in
 */
export function noteStaging(
  config: Pick<Config, "dataDirectory">,
  note: Pick<StagingNote, "sandbox" | "name">,
  directory: number,
): void {
  // The kernel tells the path of another mount namespace as it is seen there.
  const where = readlinkSync(pathOf(directory), { encoding: "buffer" });
  try {
    symlinkSync(where, fileOf(config, note));
  } catch (error) {
    if (!isErrno(error, "ENOENT")) throw error;
    mkdirSync(notesOf(config), { recursive: true, mode: 0o700 });
    symlinkSync(where, fileOf(config, note));
  }
}

export function forgetStaging(
  config: Pick<Config, "dataDirectory">,
  note: Pick<StagingNote, "sandbox" | "name">,
): void {
  try {
    unlinkSync(fileOf(config, note));
  } catch (error) {
    if (!isErrno(error, "ENOENT")) throw error;
  }
}

function pathFromBytes(bytes: Buffer): VolumePath {
  let path = "/" as VolumePath;
  for (let start = 0; start < bytes.length; ) {
    const slash = bytes.indexOf(SLASH, start);
    const end = slash === -1 ? bytes.length : slash;
    if (end > start) path = childOf(path, nameFromBytes(bytes.subarray(start, end)));
    start = end + 1;
  }
  return path;
}

/** All notes: at the start of the only control plane here, what its former lives left. */
export function readStagingNotes(config: Pick<Config, "dataDirectory">): StagingNote[] {
  mkdirSync(notesOf(config), { recursive: true, mode: 0o700 });
  return readdirSync(notesOf(config)).flatMap((file) => {
    const cut = file.indexOf(".");
    const sandbox = SandboxId.safeParse(file.slice(0, cut)).data;
    const name = file.slice(cut);
    if (sandbox === undefined || !isStagingName(name)) return [];
    const where = readlinkSync(join(notesOf(config), file), { encoding: "buffer" });
    return [{ sandbox, name, directory: pathFromBytes(where) }];
  });
}
