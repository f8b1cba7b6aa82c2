import type { RuntimeInfo } from "#lib/api/sandboxes.ts";

/** What does not hold in this deployment, a sentence each. Empty where everything does. */
export function shortcomingsOf({ available, reason, limits, seccomp, store }: RuntimeInfo): string[] {
  if (!available)
    return [
      reason ?? "Sandboxes cannot run here; the control plane did not say why.",
      "Until then nothing can be run or mounted; volumes and their files work as ever.",
    ];
  return [
    ...(limits.memory
      ? []
      : ["Memory of sandboxes is not limited: give the control plane a cgroup with the memory controller."]),
    ...(limits.processes
      ? []
      : [
          "The number of processes in a sandbox is not limited: give the control plane a cgroup with the pids controller.",
        ]),
    ...(limits.disk
      ? []
      : ["Disk space of sandboxes is not limited: put the data directory on a disk that they may fill, or watch it."]),
    ...(seccomp
      ? []
      : [
          "System calls of sandboxes are not filtered: install util-linux 2.41 or newer, whose setpriv can, and start the control plane again.",
        ]),
    ...(store === "directory"
      ? ["Caps of volumes are soft for what is written through a mount: they are noticed, not enforced by the kernel."]
      : []),
  ];
}

/** Why nothing can be run or mounted; null where it can, or while that is not known. */
export const runtimeRefusal = (info: RuntimeInfo | undefined): string | null =>
  info === undefined || info.available ? null : (info.reason ?? "Sandboxes cannot run in this deployment.");
