import type { Readable, Writable } from "node:stream";
import type { AttachmentId, SandboxId, SnapshotId } from "#lib/api/ids.ts";
import type { VolumePath } from "#lib/api/paths.ts";

/** What a runtime can do here, found out once at start. */
export type RuntimeCapability =
  | {
      available: true;
      /** Run by an ordinary user: no loop devices, and limits only as far as that user may set them. */
      rootless: boolean;
      /** Which limits hold. What does not is said on screen. */
      limits: { memory: boolean; processes: boolean; disk: boolean; freeze: "cgroup" | "signals" };
      /** Whether system calls that no sandbox needs are filtered. */
      seccomp: boolean;
    }
  | {
      available: false;
      /** A sentence for people: what is missing and how to get it. */
      reason: string;
    };

export type StartSpec = {
  id: SandboxId;
  memoryMb: number;
  vcpus: number;
  /** The sandbox's files begin as a copy of these; without it they are empty. */
  from?: SnapshotId;
};

/** One volume in one sandbox, as it was asked for. */
export type MountSpec = {
  sandboxId: SandboxId;
  attachmentId: AttachmentId;
  /**
   * Absolute path of the volume's `data` directory on the host, from `VolumeStore.withDataPath`. Trusted: nothing above
   * `data` can be changed by a sandbox. What is below it cannot be trusted.
   */
  source: string;
  /** Inside the volume; null for its root. Resolved by descriptor, as in a chroot. */
  subpath: VolumePath | null;
  /** Absolute and normalised, inside the sandbox. Missing directories are made; a symlink on the way is refused. */
  mountPath: string;
  readOnly: boolean;
};

/** Which mount: wherever in the sandbox it stands now, and whatever became of its volume. */
export type MountName = Pick<MountSpec, "sandboxId" | "attachmentId">;

/** A process that keeps a mount busy, as the sandbox knows it. */
export type Holder = { pid: number; command: string };

export type UnmountResult = { done: true } | { done: false; holders: Holder[] };

/** What a look from inside the sandbox found. */
export type MountCheck =
  | {
      ok: true;
      /** As the kernel lists them: `rw,nosuid,nodev,relatime`. */
      options: string;
      latencyMs: number;
      /** Bytes that a process inside can still write; null when the file system does not say. */
      freeBytes: number | null;
    }
  | {
      ok: false;
      code:
        | "sandbox_gone"
        | "mount_missing"
        | "mount_wrong_source"
        | "mount_read_only"
        | "mount_writable"
        | "subpath_missing"
        | "read_failed"
        | "read_timeout";
      /** What happened and what to do, in a sentence. */
      message: string;
      options: string | null;
    };

export type Command = {
  argv: readonly [string, ...string[]];
  /** Absolute; `/workspace` when left out. */
  cwd?: string;
  /** All that the process finds, beside HOME, PATH, TERM and LANG. */
  env?: Record<string, string>;
};

export type Ended = { exitCode: number; signal: NodeJS.Signals | null };

export type RunningCommand = {
  /** As processes inside the sandbox see it. */
  pid: number;
  stdin: Writable;
  stdout: Readable;
  stderr: Readable;
  /** Resolves when the process has ended and its output has closed. A signal is an exit code of 128 and its number. */
  ended: Promise<Ended>;
  /** Ends it and what it started, as far as that stayed in its session. */
  kill(): void;
};

export type Terminal = RunningCommand & { resize(columns: number, rows: number): Promise<void> };

export type SandboxProcess = { pid: number; command: string; running: boolean };

export type SandboxUsage = {
  memoryBytes: number | null;
  memoryLimitBytes: number | null;
  /** CPU time since the start, in milliseconds. */
  cpuMs: number | null;
  processes: number;
  /** Bytes of the sandbox's own files, as `du` counts them. */
  diskBytes: number;
};

/** What there should be on this machine, by the books. */
export type Recovery = {
  /** Those that run, start or freeze: adopted when they do run, and what is left of them is cleaned when not. */
  running: readonly SandboxId[];
  /** Those whose files alone are kept. */
  stopped: readonly SandboxId[];
  snapshots: readonly SnapshotId[];
  /** What is on the same disk and belongs to another machine: none of this one's business. */
  elsewhere: readonly (SandboxId | SnapshotId)[];
};

/**
 * Runs sandboxes and mounts volumes into them. It keeps no truth in memory: each call looks at the machine, so that another
 * process, or this one after a crash, goes on with what is there. Every call may be repeated.
 */
export type Runtime = {
  readonly kind: "local";
  readonly capability: RuntimeCapability;
  /**
   * To be called once at the start, before anything else: takes away every process, mount, group and file that is not
   * wanted, also of a start or a mount that was cut short at any line. Sandboxes that run go on undisturbed.
   * @param ask called once it is known what there is, so that what another machine makes after that is left alone
   */
  recover(ask: () => Promise<Recovery>): Promise<void>;
  /** @throws ApiError volume_backend_capability_unsupported, snapshot_not_found; nothing is left of a start that failed */
  start(spec: StartSpec): Promise<void>;
  /** Ends every process and takes every mount away; the sandbox's own files stay. Nothing happens when it does not run. */
  stop(id: SandboxId): Promise<void>;
  /** `stop`, and the sandbox's own files go too. */
  remove(id: SandboxId): Promise<void>;
  /** Holds every process still. Returns once all of them are. */
  freeze(id: SandboxId): Promise<void>;
  thaw(id: SandboxId): Promise<void>;
  inspect(id: SandboxId): Promise<"running" | "frozen" | "gone">;
  /** Those that run here, also those nobody knows any more. */
  list(): Promise<SandboxId[]>;
  /**
   * Begins a command. One that a pause comes before begins with the resume.
   * @param giveUp when it aborts before that, the command never begins; without it some time is given
   * @throws ApiError sandbox_not_ready, also when it was given up; invalid_request
   */
  exec(id: SandboxId, command: Command, giveUp?: AbortSignal): Promise<RunningCommand>;
  /** An interactive shell on a terminal of its own. @throws ApiError sandbox_not_ready */
  openTerminal(id: SandboxId, size: { columns: number; rows: number }): Promise<Terminal>;
  processes(id: SandboxId): Promise<SandboxProcess[]>;
  /** Nothing happens when there is no such process. */
  killProcess(id: SandboxId, pid: number): Promise<void>;
  usage(id: SandboxId): Promise<SandboxUsage>;
  /**
   * The sandbox's root as it is seen inside, mounts and all, as an open `O_PATH` descriptor for walks by descriptor.
   * Hostile; and `/proc`, `/sys` and `/dev` below it belong to the kernel: never open anything there.
   * @throws ApiError sandbox_not_ready
   */
  useRoot<T>(id: SandboxId, act: (root: number) => Promise<T>): Promise<T>;
  /**
   * Mounts into the running sandbox, also a frozen one; processes inside see it at once. A live mount of the same attachment
   * is replaced once nothing holds it.
   * @throws ApiError volume_busy with `details.holders` when something does; volume_invalid_subpath,
   * volume_invalid_mount_path, volume_overlapping_mounts, sandbox_not_ready, volume_backend_unavailable
   */
  mount(spec: MountSpec): Promise<void>;
  /**
   * Finishes what a mount left that was cut short, by a control plane that died: one that came to its place stays and what
   * carried it in goes, any other goes.
   */
  finishMount(name: MountName): Promise<void>;
  /**
   * Takes the attachment's mount away, wherever in the sandbox it stands now. `done` means that no process can reach the
   * volume through it any more; never a lazy unmount. Busy: nothing changed, and who holds it.
   */
  unmount(name: MountName): Promise<UnmountResult>;
  /** Ends the processes that keep the mount busy, seen or hidden, so that the next `unmount` succeeds. */
  killHolders(name: MountName): Promise<void>;
  /** Whether this process itself keeps the mount busy, by what it reads or writes through it. */
  holdsHere(name: MountName): Promise<boolean>;
  /** Looks from inside: there, from the right place, in the right mode, readable within the deadline? */
  check(spec: MountSpec, deadlineMs: number): Promise<MountCheck>;
  /** Copies the sandbox's own files (not what is mounted); it must not run, or be frozen. */
  saveFiles(id: SandboxId, as: SnapshotId): Promise<{ sizeBytes: number }>;
  dropSaved(id: SnapshotId): Promise<void>;
};
