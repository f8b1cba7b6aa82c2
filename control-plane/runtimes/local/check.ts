import { closeSync, statfsSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";
import { ApiError } from "#lib/api/api-error.ts";
import { pathOf, statOf } from "../../storage/descriptors.ts";
import type { MountCheck, MountSpec } from "../runtime.ts";
import { lookAt } from "./looks.ts";
import type { Machine } from "./machine.ts";
import { openBelow, partsOfMountPath } from "./mount-point.ts";
import { findMount } from "./mount-record.ts";
import { mountOfDescriptor } from "./mountinfo.ts";
import { readInside } from "./read-inside.ts";
import { firstProcess } from "./run-record.ts";
import { openSandboxRoot } from "./use-root.ts";
import { withSource } from "./with-source.ts";

type Problem = Extract<MountCheck, { ok: false }>;

const REMOUNT = "Remount it.";

/** Another control plane of this machine, which changes the mount, ends a look; so often it begins again, and so much later. */
const LOOKS = 5;
const STAND_BACK_MS = 500;

/** Opens what stands at the mount path now; null when that is nothing, or nothing that could be mounted on. */
function openTarget(machine: Machine, spec: MountSpec): number | null {
  const root = openSandboxRoot(machine, spec.sandboxId);
  try {
    return openBelow(root, partsOfMountPath(spec.mountPath));
  } catch (error) {
    if (error instanceof ApiError && error.code === "volume_invalid_mount_path") return null;
    throw error;
  } finally {
    closeSync(root);
  }
}

/** What is wrong with where the mount comes from; null when nothing is. */
async function checkSource(
  machine: Machine,
  spec: MountSpec,
  target: number,
): Promise<Pick<Problem, "code" | "message"> | null> {
  const mounted = statOf(target);
  try {
    const same = await withSource(machine, spec, async (source) => {
      const { dev, ino } = statOf(source);
      return dev === mounted.dev && ino === mounted.ino;
    });
    if (same) return null;
    const what = spec.subpath === null ? "the volume's files" : `${spec.subpath} of the volume`;
    return {
      code: "mount_wrong_source",
      message: `What is mounted at ${spec.mountPath} is not ${what} any more. ${REMOUNT}`,
    };
  } catch (error) {
    if (error instanceof ApiError && error.code === "volume_invalid_subpath")
      return {
        code: "subpath_missing",
        message: `${spec.subpath} is not in the volume any more. Make the directory again, then remount.`,
      };
    throw error;
  }
}

/** The kernel's word for a file system that it gave up is a longer one. */
const isReadOnlyBy = (options: string) => options.split(",").some((one) => one === "ro" || one === "emergency_ro");

const ofMode = (readOnly: boolean, fileSystem: string): Pick<Problem, "code" | "message"> => {
  if (readOnly)
    return { code: "mount_writable", message: `The mount can be written, though read-only was asked. ${REMOUNT}` };
  const why = isReadOnlyBy(fileSystem) ? "The file system of this volume" : "The mount";
  return { code: "mount_read_only", message: `${why} has become read-only. ${REMOUNT}` };
};

/** @returns null when the look was cut short, by whoever changes the mount meanwhile */
async function look(
  machine: Machine,
  spec: MountSpec,
  { deadlineMs, signal }: { deadlineMs: number; signal: AbortSignal },
): Promise<MountCheck | null> {
  const pid = firstProcess(machine, spec.sandboxId);
  const failed = (problem: Pick<Problem, "code" | "message">, options: string | null): MountCheck => ({
    ok: false,
    ...problem,
    options,
  });
  if (pid === null)
    return failed({ code: "sandbox_gone", message: "The sandbox does not run. Start it, then remount." }, null);
  const entry = findMount(machine, { id: spec.sandboxId, pid }, spec.attachmentId);
  if (entry === null)
    return failed({ code: "mount_missing", message: `Nothing of it is mounted in the sandbox. ${REMOUNT}` }, null);
  const { options } = entry;
  const target = openTarget(machine, spec);
  try {
    if (target === null || mountOfDescriptor(target) !== entry.id) {
      const point = Buffer.from(entry.point, "latin1").toString();
      const where = point === spec.mountPath ? "is covered by another mount" : `stands at ${point} now`;
      return failed(
        { code: "mount_missing", message: `The mount ${where}, not at ${spec.mountPath}. ${REMOUNT}` },
        options,
      );
    }
    const isReadOnly = isReadOnlyBy(`${options},${entry.fileSystemOptions}`);
    if (isReadOnly !== spec.readOnly) return failed(ofMode(spec.readOnly, entry.fileSystemOptions), options);
    const { code, problem, latencyMs } = await readInside(machine, pid, target, { deadlineMs, signal });
    if (code === null && latencyMs < deadlineMs) return null;
    if (code === null)
      return failed(
        { code: "read_timeout", message: `Nothing could be read within ${deadlineMs} ms. ${REMOUNT}` },
        options,
      );
    if (code !== 0)
      return failed(
        { code: "read_failed", message: `It cannot be read: ${problem.slice(0, 200)}. ${REMOUNT}` },
        options,
      );
    // It was read just now: asking the same file system from this process cannot hang.
    const wrong = await checkSource(machine, spec, target);
    if (wrong !== null) return failed(wrong, options);
    const { bavail, bsize } = statfsSync(pathOf(target));
    return { ok: true, options, latencyMs, freeBytes: bavail * bsize };
  } finally {
    if (target !== null) closeSync(target);
  }
}

/** Looks at an attachment's mount as it is in the sandbox now. */
export async function check(machine: Machine, spec: MountSpec, deadlineMs: number): Promise<MountCheck> {
  const lookOnce = () => lookAt(spec.attachmentId, (signal) => look(machine, spec, { deadlineMs, signal }));
  for (let left = LOOKS; left > 0; left--) {
    const found = await lookOnce();
    if (found !== null) return found;
    await delay(STAND_BACK_MS);
  }
  throw new Error(`the looks at ${spec.attachmentId} in ${spec.sandboxId} are cut short again and again`);
}
