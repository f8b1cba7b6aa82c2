import type { VolumeAttachment } from "#lib/api/attachments.ts";
import type { ExecResult } from "#lib/api/exec.ts";
import type { AttachmentId, SandboxId, SnapshotId } from "#lib/api/ids.ts";
import type { Sandbox as SandboxInfo, Snapshot } from "#lib/api/sandboxes.ts";
import { type Connection, type ConnectionOptions, connect } from "./connection.ts";
import { fieldsCall } from "./fields-call.ts";
import { Files } from "./files.ts";
import { filesOfSandbox } from "./files-root.ts";
import type { MountOptions, VolumeMount } from "./volume.ts";

type Signal = { signal?: AbortSignal };
type Options = ConnectionOptions & Signal;

export type SandboxOptions = Options & {
  template?: string;
  /** In place of a template: files, settings and mounts of this snapshot. */
  snapshotId?: string;
  volumes?: readonly VolumeMount[];
  vcpus?: number;
  memoryMb?: number;
  /** How long it may live, in milliseconds. */
  timeoutMs?: number;
  timeoutAction?: "destroy" | "hibernate";
  cwd?: string;
  envs?: Record<string, string>;
  metadata?: Record<string, unknown>;
};

export type RunOptions = Signal & {
  args?: readonly string[];
  cwd?: string;
  envs?: Record<string, string>;
  /** After so many seconds it is ended, and `exec_timeout` thrown. */
  timeoutSecs?: number;
};

const idOf = <Id extends string>(id: string) => encodeURIComponent(id) as Id;

/** A running sandbox. With `await using` it is destroyed at the end of the block. */
export class Sandbox implements AsyncDisposable {
  readonly id: SandboxId;
  readonly files: Files<SandboxId>;
  readonly #connection: Connection;

  private constructor(connection: Connection, id: SandboxId) {
    this.#connection = connection;
    this.id = id;
    this.files = new Files(connection, filesOfSandbox(connection.api, id));
  }

  get #api() {
    return this.#connection.api;
  }

  /**
   * Starts a sandbox, its volumes mounted.
   * @throws ApiError template_not_found, volume_not_found, volume_invalid_mount_path, volume_overlapping_mounts, …
   */
  static async create(options: SandboxOptions = {}): Promise<Sandbox> {
    const connection = connect(options);
    const made = await connection.api.sandboxes.create(
      {
        ...(options.snapshotId === undefined
          ? { template: options.template ?? "base" }
          : { snapshot_id: options.snapshotId as SnapshotId }),
        vcpus: options.vcpus,
        memory_mb: options.memoryMb,
        timeout_ms: options.timeoutMs,
        timeout_action: options.timeoutAction,
        cwd: options.cwd,
        envs: options.envs,
        metadata: options.metadata,
        volumes: options.volumes?.map((mount) => ({ ...mount })),
      },
      // Asked again after a lost answer, the same one is answered.
      { signal: options.signal, headers: { "idempotency-key": crypto.randomUUID() } },
    );
    return new Sandbox(connection, made.id);
  }

  /** @throws ApiError sandbox_not_found */
  static async connect(id: string, options: Options = {}): Promise<Sandbox> {
    const connection = connect(options);
    const found = await connection.api.sandboxes.get(idOf<SandboxId>(id), { signal: options.signal });
    return new Sandbox(connection, found.id);
  }

  /** Goes on with a paused or hibernated one. @param id of the sandbox, or of the snapshot that hibernating answered */
  static async resume(id: string, options: Options = {}): Promise<Sandbox> {
    const connection = connect(options);
    const resumed = await connection.api.sandboxes.resume(idOf<SandboxId>(id), { signal: options.signal });
    return new Sandbox(connection, resumed.id);
  }

  /** Every sandbox of the team that is not destroyed. @param options.fields only these @throws ApiError invalid_fields */
  static list<Field extends keyof SandboxInfo = keyof SandboxInfo>(
    options: Options & { fields?: readonly Field[] } = {},
  ): Promise<Pick<SandboxInfo, Field>[]> {
    return connect(options).request("GET", "/v1/sandboxes", fieldsCall(options));
  }

  /** Asks anew. @param options.fields only these @throws ApiError sandbox_not_found, invalid_fields */
  getInfo<Field extends keyof SandboxInfo = keyof SandboxInfo>(
    options: Signal & { fields?: readonly Field[] } = {},
  ): Promise<Pick<SandboxInfo, Field>> {
    return this.#connection.request("GET", `/v1/sandboxes/${this.id}`, fieldsCall(options));
  }

  /** Runs a command to its end; one that fails is an answer with its `exit_code`. @throws ApiError exec_timeout */
  run(command: string, { args, cwd, envs, timeoutSecs, signal }: RunOptions = {}): Promise<ExecResult> {
    const input = { command, ...(args && { args: [...args] }), cwd, envs, timeout_secs: timeoutSecs };
    return this.#api.sandboxes.exec(this.id, input, { signal });
  }

  /**
   * Mounts a volume now; processes inside see it at once.
   * @param volume its id, its name, or a whole mount
   * @throws ApiError volume_not_found, volume_invalid_mount_path, volume_overlapping_mounts, volume_limit_exceeded, …
   */
  attachVolume(volume: VolumeMount, options?: Signal): Promise<VolumeAttachment>;
  attachVolume(volume: string, mountPath: string, options?: MountOptions & Signal): Promise<VolumeAttachment>;
  attachVolume(
    volume: string | VolumeMount,
    second?: string | Signal,
    options: MountOptions & Signal = {},
  ): Promise<VolumeAttachment> {
    const signal = typeof second === "object" ? second.signal : options.signal;
    const mount =
      typeof volume === "string"
        ? { ref: volume, mount_path: String(second), subpath: options.subpath, read_only: options.readOnly ?? false }
        : volume;
    return this.#api.attachments.attach(this.id, mount, { signal });
  }

  listVolumes(options: Signal = {}): Promise<VolumeAttachment[]> {
    return this.#api.attachments.ofSandbox(this.id, options);
  }

  /** Answers when nothing can reach the volume through it any more, or after 10 s with `releasing`. */
  detachVolume(id: string, options: Signal = {}): Promise<VolumeAttachment> {
    return this.#api.attachments.detach(this.id, idOf<AttachmentId>(id), options);
  }

  /** Looks from inside the sandbox now. */
  getVolumeHealth(id: string, options: Signal = {}): Promise<VolumeAttachment> {
    return this.#api.attachments.check(this.id, idOf<AttachmentId>(id), options);
  }

  remountVolume(id: string, options: Signal = {}): Promise<VolumeAttachment> {
    return this.#api.attachments.remount(this.id, idOf<AttachmentId>(id), options);
  }

  /** Holds its processes still until `resume`. */
  async pause(options: Signal = {}): Promise<void> {
    await this.#api.sandboxes.pause(this.id, options);
  }

  /** Keeps its files and mounts, and ends its processes. */
  hibernate(options: Signal = {}): Promise<Snapshot> {
    return this.#api.sandboxes.hibernate(this.id, options);
  }

  createSnapshot(options: Signal = {}): Promise<Snapshot> {
    return this.#api.sandboxes.snapshot(this.id, options);
  }

  /** Another one with its files and mounts. */
  async fork(options: Signal = {}): Promise<Sandbox> {
    return new Sandbox(this.#connection, (await this.#api.sandboxes.fork(this.id, options)).id);
  }

  /** @param timeoutMs from now on */
  setTimeout(timeoutMs: number, options: Signal & { action?: "destroy" | "hibernate" } = {}): Promise<void> {
    const { action, ...rest } = options;
    return this.#api.sandboxes.setTimeout(this.id, { timeout_ms: timeoutMs, timeout_action: action }, rest);
  }

  /** Ends it. Its own files go, its volumes stay. */
  kill(options: Signal = {}): Promise<void> {
    return this.#api.sandboxes.destroy(this.id, options);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.kill();
  }
}
