import type { SandboxId } from "#lib/api/ids.ts";
import { entrancesOf } from "./cgroups.ts";
import type { Machine } from "./machine.ts";
import { readProcLink } from "./proc.ts";

/** What root inside a sandbox may do, to its own files and processes alone. */
const CAPABILITIES = [
  "chown",
  "dac_override",
  "fowner",
  "fsetid",
  "kill",
  "setgid",
  "setuid",
  "net_bind_service",
] as const;

export const CAPABILITY_NAMES = CAPABILITIES.map((name) => `CAP_${name.toUpperCase()}`);

/**
 * One more than its processes have, which is good for nothing in there: whoever has less than a process may not trace it,
 * so nothing inside can make the first process hold a volume or leave the limits.
 */
export const FIRST_PROCESS_CAPABILITY = "CAP_WAKE_ALARM";

/** Becomes who sandboxes run as, for good: no group of ours, no way to more rights. */
export const asOwner = ({ owner }: Machine): string[] => [
  "/usr/bin/setpriv",
  ...(owner === null ? [] : ["--reuid", String(owner.uid), "--regid", String(owner.gid), "--clear-groups"]),
  "--no-new-privs",
  "--",
];

/**
 * What to put before a command so that it runs in the sandbox with all capabilities there. For our own tools by their
 * absolute paths alone: nothing of a sandbox's may run like that, and nothing inside may trace those that do.
 */
export function joined(machine: Machine, pid: number): string[] {
  const ownCgroups = readProcLink(pid, "ns/cgroup") !== readProcLink("self", "ns/cgroup");
  return [
    ...asOwner(machine),
    "/usr/bin/nsenter",
    ...["-t", String(pid), "-U", "-m", "-p", "-i", "-u", "-n", ...(ownCgroups ? ["-C"] : [])],
    "--preserve-credentials",
    "--",
  ];
}

/**
 * What to put before a command so that it may do to what it holds open what root in the sandbox may, and is elsewhere:
 * nothing inside sees it. For our own tools alone.
 */
export const withRightsOf = (machine: Machine, pid: number): string[] => [
  ...asOwner(machine),
  ...["/usr/bin/nsenter", "-t", String(pid), "-U", "--preserve-credentials", "--"],
];

/** What to put before a command so that it has the capabilities of a sandbox's processes, and never more again. */
export const asSandboxProcess = ({ seccomp }: Machine): string[] => [
  "/usr/bin/setpriv",
  `--bounding-set=-all,${CAPABILITIES.map((name) => `+${name}`).join(",")}`,
  "--inh-caps=-all",
  ...(seccomp ? ["--seccomp-filter", "/etc/seccomp.bpf"] : []),
  "--",
];

// Before anything else, so that whatever it starts is within the limits. No core is ever dumped: its path may be a program.
const ENTER = `while [ "$1" != -- ]; do echo 0 > "$1" || exit 125; shift; done; shift; ulimit -c 0; exec "$@"`;

/** What to put before a command so that it is within the sandbox's limits from the start. */
export const withinLimits = (machine: Machine, id: SandboxId): [string, ...string[]] => [
  "/bin/sh",
  "-c",
  ENTER,
  "sh",
  ...entrancesOf(machine.cgroups, id),
  "--",
];
