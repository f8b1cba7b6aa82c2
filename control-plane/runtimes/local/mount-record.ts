import { readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { AttachmentId, type SandboxId } from "#lib/api/ids.ts";
import { isErrno } from "../../storage/descriptors.ts";
import { type Machine, placesOf } from "./machine.ts";
import { type MountEntry, mountsOf } from "./mountinfo.ts";
import { readIfThere, writeWhole } from "./whole-file.ts";

/**
 * Which of the sandbox's mounts an attachment is, by the kernel's number: it stays the same when the mount is moved, or a
 * directory above it renamed.
 */
const MountRecord = z.object({ mountId: z.int() });

const recordOf = (machine: Machine, sandbox: SandboxId, attachment: AttachmentId) =>
  join(placesOf(machine, sandbox).mounts, attachment);

const readRecord = (machine: Machine, sandbox: SandboxId, attachment: AttachmentId): number | null => {
  const text = readIfThere(recordOf(machine, sandbox, attachment));
  return text === null ? null : MountRecord.parse(JSON.parse(text)).mountId;
};

export function recordMount(machine: Machine, sandbox: SandboxId, attachment: AttachmentId, mountId: number): void {
  // The number of a mount that went behind our back is given again, at once.
  for (const other of recordedAttachments(machine, sandbox))
    if (readRecord(machine, sandbox, other) === mountId) forgetMount(machine, sandbox, other);
  const record: z.infer<typeof MountRecord> = { mountId };
  writeWhole(recordOf(machine, sandbox, attachment), JSON.stringify(record));
}

export function forgetMount(machine: Machine, sandbox: SandboxId, attachment: AttachmentId): void {
  rmSync(recordOf(machine, sandbox, attachment), { force: true });
}

/** The attachment's mount as the sandbox with this first process sees it now; null when there is none. */
export function findMount(
  machine: Machine,
  sandbox: { id: SandboxId; pid: number },
  attachment: AttachmentId,
): MountEntry | null {
  const mountId = readRecord(machine, sandbox.id, attachment);
  if (mountId === null) return null;
  return mountsOf(sandbox.pid)?.find((entry) => entry.id === mountId) ?? null;
}

/** The attachments that were mounted into a sandbox, as far as that was noted. */
export function recordedAttachments(machine: Machine, sandbox: SandboxId): AttachmentId[] {
  try {
    return readdirSync(placesOf(machine, sandbox).mounts).flatMap((name) => AttachmentId.safeParse(name).data ?? []);
  } catch (error) {
    if (isErrno(error, "ENOENT")) return [];
    throw error;
  }
}
