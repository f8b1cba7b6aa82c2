import { ApiError } from "#lib/api/api-error.ts";
import type { VolumeAttachment } from "#lib/api/attachments.ts";
import type { VolumeId } from "#lib/api/ids.ts";
import type { Volume as VolumeInfo } from "#lib/api/volumes.ts";
import { type Connection, type ConnectionOptions, connect } from "./connection.ts";
import { fieldsCall } from "./fields-call.ts";
import { Files } from "./files.ts";
import { filesOfVolume } from "./files-root.ts";

type Options = ConnectionOptions & { signal?: AbortSignal };

/** Where and how a volume is to be mounted; what `Sandbox.create` and `attachVolume` take. */
export type VolumeMount = { ref: string; mount_path: string; subpath?: string; read_only?: boolean };
export type MountOptions = { subpath?: string; readOnly?: boolean };

/** The server checks the shape; here it only must stay one segment of a path. */
const idOf = (id: string) => encodeURIComponent(id) as VolumeId;

/** A durable shared file system. */
export class Volume {
  readonly id: VolumeId;
  readonly name: string;
  readonly files: Files<VolumeId>;
  readonly #connection: Connection;

  private constructor(connection: Connection, info: VolumeInfo) {
    this.#connection = connection;
    this.id = info.id;
    this.name = info.name;
    this.files = new Files(connection, filesOfVolume(connection.api, info.id));
  }

  /** @throws ApiError invalid_request, volume_name_conflict */
  static async create(name: string, options: Options = {}): Promise<Volume> {
    const connection = connect(options);
    return new Volume(connection, await connection.api.volumes.create({ name }, { signal: options.signal }));
  }

  /**
   * @param options.createIfMissing make it when there is none: for scripts that may run twice, also at once
   * @throws ApiError not_found
   */
  static async fromName(name: string, options: Options & { createIfMissing?: boolean } = {}): Promise<Volume> {
    const connection = connect(options);
    const { signal } = options;
    const find = () => connection.api.volumes.getByName(name, { signal });
    const found = await find().catch(async (error: unknown) => {
      if (!options.createIfMissing || !(error instanceof ApiError) || error.status !== 404) throw error;
      return connection.api.volumes.create({ name }, { signal }).catch((refused: unknown) => {
        // Somebody else was first: theirs is the one that was asked for.
        if (refused instanceof ApiError && refused.code === "volume_name_conflict") return find();
        throw refused;
      });
    });
    return new Volume(connection, found);
  }

  /** @throws ApiError volume_not_found */
  static async fromId(id: string, options: Options = {}): Promise<Volume> {
    const connection = connect(options);
    return new Volume(connection, await connection.api.volumes.get(idOf(id), { signal: options.signal }));
  }

  /**
   * What is known of every volume of the team.
   * @param options.fields only these
   * @throws ApiError invalid_fields
   */
  static list<Field extends keyof VolumeInfo = keyof VolumeInfo>(
    options: Options & { fields?: readonly Field[] } = {},
  ): Promise<Pick<VolumeInfo, Field>[]> {
    return connect(options).request("GET", "/v1/volumes", fieldsCall(options));
  }

  /**
   * Asks anew, so that usage and mounts are of now.
   * @param options.fields only these
   * @throws ApiError volume_not_found, invalid_fields
   */
  getInfo<Field extends keyof VolumeInfo = keyof VolumeInfo>(
    options: { signal?: AbortSignal; fields?: readonly Field[] } = {},
  ): Promise<Pick<VolumeInfo, Field>> {
    return this.#connection.request("GET", `/v1/volumes/${this.id}`, fieldsCall(options));
  }

  attachments(options: { signal?: AbortSignal } = {}): Promise<VolumeAttachment[]> {
    return this.#connection.api.attachments.ofVolume(this.id, options);
  }

  /** @param mountPath absolute, in the sandbox */
  mount(mountPath: string, options: MountOptions = {}): VolumeMount {
    return {
      ref: this.id,
      mount_path: mountPath,
      ...(options.subpath !== undefined && { subpath: options.subpath }),
      read_only: options.readOnly ?? false,
    };
  }

  /** The volume and all in it. @throws ApiError volume_busy while it is attached */
  delete(options: { signal?: AbortSignal } = {}): Promise<void> {
    return this.#connection.api.volumes.delete(this.id, options);
  }
}
