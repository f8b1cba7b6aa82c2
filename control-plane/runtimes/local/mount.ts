import { closeSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { ApiError } from "#lib/api/api-error.ts";
import { needTool } from "../../tools/run-tool.ts";
import type { MountSpec } from "../runtime.ts";
import { onHost } from "./holder.ts";
import { joined } from "./join.ts";
import { HUB_INSIDE, type Machine, placesOf } from "./machine.ts";
import { makeMountPoint, openBelow, partsOfMountPath } from "./mount-point.ts";
import { findMount, recordedAttachments, recordMount } from "./mount-record.ts";
import { asPoint, mountOfDescriptor, mountsOf } from "./mountinfo.ts";
import { needFirstProcess } from "./run-record.ts";
import { clearHost, unmount } from "./unmount.ts";
import { openSandboxRoot } from "./use-root.ts";
import { withSource } from "./with-source.ts";

const BIND = 'mount -n -c --bind -o "$2" /proc/self/fd/3 "$0" && mount -n -c --move "$0" "$1"';

/** Opens the mount path, made where it is missing. @throws ApiError volume_invalid_mount_path */
async function openMountPoint(machine: Machine, spec: MountSpec, pid: number): Promise<number> {
  const parts = partsOfMountPath(spec.mountPath);
  const root = openSandboxRoot(machine, spec.sandboxId);
  try {
    let fd = openBelow(root, parts);
    if (fd === null) {
      await makeMountPoint(machine, pid, spec.mountPath);
      fd = openBelow(root, parts);
    }
    if (fd === null) throw new ApiError("volume_invalid_mount_path", `${spec.mountPath} was taken away meanwhile.`);
    const mount = mountOfDescriptor(fd);
    const taken = recordedAttachments(machine, spec.sandboxId).some((attachment) => {
      const entry = findMount(machine, { id: spec.sandboxId, pid }, attachment);
      return entry?.id === mount && entry.point === asPoint(spec.mountPath);
    });
    if (!taken) return fd;
    closeSync(fd);
    throw new ApiError("volume_overlapping_mounts", `Another volume is mounted at ${spec.mountPath}.`);
  } finally {
    closeSync(root);
  }
}

/**
 * Mounts a volume into a running sandbox: with its options where only we are, from there into the shared hub, which the
 * kernel carries into the sandbox, and inside from the hub to the mount path. What is on the host goes away again.
 */
export async function mount(machine: Machine, spec: MountSpec): Promise<void> {
  const pid = needFirstProcess(machine, spec.sandboxId);
  const { hub, prep } = placesOf(machine, spec.sandboxId);
  const [shown, prepared] = [join(hub, spec.attachmentId), join(prep, spec.attachmentId)];
  const before = await unmount(machine, spec);
  if (!before.done)
    throw new ApiError("volume_busy", "The mount that is to be replaced is in use.", {
      suggestedAction: "End the processes that hold it, then try again.",
      details: { holders: before.holders },
    });
  await withSource(machine, spec, async (source) => {
    const target = await openMountPoint(machine, spec, pid);
    try {
      for (const path of [shown, prepared]) mkdirSync(path, { recursive: true });
      const options = `${spec.readOnly ? "ro" : "rw"},nosuid,nodev`;
      await needTool([...onHost(machine), "/bin/sh", "-c", BIND, prepared, shown, options], { descriptors: [source] });
      const inside = `${HUB_INSIDE}/${spec.attachmentId}`;
      const entry = mountsOf(pid)?.find(({ point }) => point === inside);
      if (entry === undefined) throw new Error(`the mount did not reach ${spec.sandboxId}`);
      recordMount(machine, spec.sandboxId, spec.attachmentId, entry.id);
      const [file = "", ...args] = joined(machine, pid);
      await needTool([file, ...args, "/bin/mount", "-n", "-c", "--move", inside, "/proc/self/fd/3"], {
        descriptors: [target],
      });
      await clearHost(machine, spec);
    } catch (error) {
      await unmount(machine, spec);
      if (error instanceof ApiError) throw error;
      throw new ApiError("volume_backend_unavailable", "The volume could not be mounted into the sandbox.", {
        suggestedAction: "Try again; if it stays, tell the operator of this deployment.",
        cause: error,
      });
    } finally {
      closeSync(target);
    }
  });
}
