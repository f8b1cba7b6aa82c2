/** How the kernel names a processor's system calls, and the numbers of those that no sandbox needs. */
type Architecture = { audit: number; refused: readonly number[] };

// Keys, modules, mounts, namespaces, clocks, swap, tracing of the kernel and its programs, and io_uring, behind whose queue
// no filter sees anything. In this order: add_key, request_key, keyctl; init_module, delete_module, finit_module, kexec_load,
// kexec_file_load, reboot; mount, umount2, pivot_root, open_by_handle_at, open_tree … fspick, mount_setattr; unshare, setns;
// settimeofday, adjtimex, clock_settime, clock_adjtime; swapon, swapoff, acct, quotactl, quotactl_fd, lookup_dcookie, syslog;
// bpf, perf_event_open, userfaultfd; io_uring_setup, io_uring_enter, io_uring_register; iopl and ioperm where there are any.
const ARCHITECTURES: Partial<Record<NodeJS.Architecture, Architecture>> = {
  x64: {
    audit: 0xc000003e,
    refused: [
      ...[248, 249, 250, 175, 176, 313, 246, 320, 169, 165, 166, 155, 304, 428, 429, 430, 431, 432, 433, 442, 272, 308],
      ...[164, 159, 227, 305, 167, 168, 163, 179, 443, 212, 103, 321, 298, 323, 425, 426, 427, 172, 173],
    ],
  },
  arm64: {
    audit: 0xc00000b7,
    refused: [
      ...[217, 218, 219, 105, 106, 273, 104, 294, 142, 40, 39, 41, 265, 428, 429, 430, 431, 432, 433, 442, 97, 268],
      ...[170, 171, 112, 266, 224, 225, 89, 60, 443, 18, 116, 280, 241, 282, 425, 426, 427],
    ],
  },
};

const LOAD = 0x20;
const JUMP_IF_EQUAL = 0x15;
const JUMP_IF_AT_LEAST = 0x35;
const RETURN = 0x06;
const ALLOW = 0x7fff0000;
const ERRNO = 0x00050000;
const EPERM = 1;
const ENOSYS = 38;
const NUMBER_AT = 0;
const ARCHITECTURE_AT = 4;
/** From here on the numbers of x86-64 mean the calls of its 32-bit twin. */
const X32 = 0x40000000;

const instruction = (code: number, k: number, ifTrue = 0, ifFalse = 0): Buffer => {
  const bytes = Buffer.alloc(8);
  bytes.writeUInt16LE(code, 0);
  bytes.writeUInt8(ifTrue, 2);
  bytes.writeUInt8(ifFalse, 3);
  bytes.writeUInt32LE(k, 4);
  return bytes;
};

/** The filter for this processor as a compiled BPF program; null for one whose numbers are not listed. */
export function seccompFilter(architecture: NodeJS.Architecture = process.arch): Buffer | null {
  const found = ARCHITECTURES[architecture];
  if (found === undefined) return null;
  const { audit, refused } = found;
  return Buffer.concat([
    instruction(LOAD, ARCHITECTURE_AT),
    instruction(JUMP_IF_EQUAL, audit, 1, 0),
    instruction(RETURN, ERRNO | ENOSYS),
    instruction(LOAD, NUMBER_AT),
    instruction(JUMP_IF_AT_LEAST, X32, 0, 1),
    instruction(RETURN, ERRNO | ENOSYS),
    // Each jumps over those after it and over the one that allows.
    ...refused.map((number, index) => instruction(JUMP_IF_EQUAL, number, refused.length - index, 0)),
    instruction(RETURN, ALLOW),
    instruction(RETURN, ERRNO | EPERM),
  ]);
}
