import type { z } from "@hono/zod-openapi";
import type { ErrorCode } from "#lib/api/error-codes.ts";
import { type FileRoot, sandboxRoot, volumeRoot } from "#lib/api/file-root.ts";
import { SandboxId, VolumeId } from "#lib/api/ids.ts";
import {
  type AnyCompletedUpload,
  type AnyPartGrant,
  type AnyUploadPage,
  type AnyUploadSession,
  CompletedSandboxUpload,
  CreatedSandboxUpload,
  CreateSandboxUploadInput,
  SandboxPartGrant,
  SandboxUploadPage,
  SandboxUploadSession,
  UpdateSandboxUploadInput,
} from "#lib/api/sandbox-uploads.ts";
import {
  CompletedUpload,
  CreatedUpload,
  CreateUploadInput,
  PartGrant,
  UpdateUploadInput,
  UploadPage,
  UploadSession,
} from "#lib/api/uploads.ts";

/** What either takes. */
type Either<V extends z.ZodType, S extends z.ZodType> = z.ZodType<z.output<V> | z.output<S>>;

/** What the routes of uploads into volumes and into sandboxes differ in. */
export type UploadKind = {
  of: "volume" | "sandbox";
  tag: string;
  /** The id in the path, and whose files it means. */
  id: z.ZodType<FileRoot>;
  missing: ErrorCode[];
  /** Refusals of what opens the files themselves. */
  unreachable: ErrorCode[];
  CreateInput: Either<typeof CreateUploadInput, typeof CreateSandboxUploadInput>;
  UpdateInput: Either<typeof UpdateUploadInput, typeof UpdateSandboxUploadInput>;
  Session: z.ZodType<AnyUploadSession>;
  Created: z.ZodType<{ session: AnyUploadSession }>;
  Page: z.ZodType<AnyUploadPage>;
  Grant: z.ZodType<AnyPartGrant>;
  Completed: z.ZodType<AnyCompletedUpload>;
};

export const INTO_VOLUMES: UploadKind = {
  of: "volume",
  tag: "Uploads",
  id: VolumeId.transform(volumeRoot).openapi({ type: "string", example: "vol_3f8a21c09b7e" }),
  missing: ["volume_not_found"],
  unreachable: [],
  CreateInput: CreateUploadInput,
  UpdateInput: UpdateUploadInput,
  Session: UploadSession,
  Created: CreatedUpload,
  Page: UploadPage,
  Grant: PartGrant,
  Completed: CompletedUpload,
};

export const INTO_SANDBOXES: UploadKind = {
  of: "sandbox",
  tag: "Uploads into a sandbox",
  id: SandboxId.transform(sandboxRoot).openapi({ type: "string", example: "sb_3f8a21c09b7e" }),
  missing: ["sandbox_not_found"],
  unreachable: ["sandbox_not_ready", "volume_read_only", "permission_denied"],
  CreateInput: CreateSandboxUploadInput,
  UpdateInput: UpdateSandboxUploadInput,
  Session: SandboxUploadSession,
  Created: CreatedSandboxUpload,
  Page: SandboxUploadPage,
  Grant: SandboxPartGrant,
  Completed: CompletedSandboxUpload,
};

/** The path of what uploads go to, less its id. */
export const basePathOf = ({ of }: UploadKind): string => (of === "volume" ? "/v1/volumes" : "/v1/sandboxes");

/** The name of an operation, from that for volumes. */
export const named = ({ of }: UploadKind, operation: string): string =>
  of === "volume" ? operation : operation.replace(/Upload|Part/, "Sandbox$&");
