import { statfsSync } from "node:fs";
import { ApiError } from "#lib/api/api-error.ts";
import { pathOf } from "./descriptors.ts";

/**
 * File systems that are the kernel's own (linux/magic.h): to open something there is to act on this machine, with the
 * rights of this process.
 */
const KERNEL = new Set([
  0x9fa0, // proc
  0x62656572, // sysfs
  0x1cd1, // devpts
  0x27e0eb, // cgroup
  0x63677270, // cgroup2
  0x19800202, // mqueue
  0x64626720, // debugfs
  0x74726163, // tracefs
  0x73636673, // securityfs
  0xcafe4a11, // bpf
  0x6e736673, // nsfs
  0x958458f6, // hugetlbfs
]);

/** Whether what is open belongs to the kernel. */
export const isKernelFile = (fd: number): boolean => KERNEL.has(statfsSync(pathOf(fd)).type);

/** @throws ApiError permission_denied for what belongs to the kernel */
export function refuseKernelFiles(fd: number): void {
  if (isKernelFile(fd))
    throw new ApiError("permission_denied", "This belongs to the kernel and is no file to read or change here.", {
      suggestedAction: "Look at it with a command that runs inside the sandbox.",
    });
}
