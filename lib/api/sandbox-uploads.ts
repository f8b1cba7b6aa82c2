import { z } from "@hono/zod-openapi";
import { sandboxPath, sandboxUser } from "./sandbox-files.ts";
import {
  CompletedUpload,
  CreateUploadInput,
  PartGrant,
  UnfinishedUpload,
  UpdateUploadInput,
  UploadPage,
  UploadSession,
} from "./uploads.ts";

// What goes to an upload into a sandbox is what goes to one into a volume, but for the path, and for the name of a limit. Each is
// an object of its own: one that extends another is described as holding to both, and what is replaced here would not.

export const CreateSandboxUploadInput = z
  .object({
    ...CreateUploadInput.shape,
    /** The file, or the directory that the archive becomes. */
    target_path: sandboxPath,
    user: sandboxUser,
  })
  .openapi("CreateSandboxUpload");

export const UpdateSandboxUploadInput = z
  .object({
    ...UpdateUploadInput.shape,
    target_path: sandboxPath,
    user: sandboxUser,
  })
  .openapi("UpdateSandboxUpload");

const limits = UploadSession.shape.limits
  .omit({ staging_quota_bytes: true })
  .extend({ sandbox_staging_quota_bytes: z.int() });

/** The official client wants another name for one of its limits, and refuses any other field here too. */
export const SandboxUploadSession = z.object({ ...UploadSession.shape, limits }).openapi("SandboxUploadSession");
export type SandboxUploadSession = z.infer<typeof SandboxUploadSession>;

export const CreatedSandboxUpload = z.object({ session: SandboxUploadSession }).openapi("CreatedSandboxUpload");

export const SandboxUploadPage = z
  .object({
    ...UploadPage.shape,
    uploads: z.array(z.object({ ...UnfinishedUpload.shape, limits }).openapi("UnfinishedSandboxUpload")),
  })
  .openapi("SandboxUploadPage");

export const SandboxPartGrant = z
  .object({ ...PartGrant.shape, session: SandboxUploadSession })
  .openapi("SandboxPartGrant");

export const CompletedSandboxUpload = z
  .object({ ...CompletedUpload.shape, session: SandboxUploadSession })
  .openapi("CompletedSandboxUpload");

/** Of an upload into a volume or into a sandbox, and what is answered about it. */
export type AnyUploadSession = UploadSession | SandboxUploadSession;
export type AnyPartGrant = Omit<PartGrant, "session"> & { session: AnyUploadSession };
export type AnyCompletedUpload = Omit<CompletedUpload, "session"> & { session: AnyUploadSession };
export type AnyUploadPage = Omit<UploadPage, "uploads"> & {
  uploads: (AnyUploadSession & Pick<UnfinishedUpload, "metadata" | "mine">)[];
};
