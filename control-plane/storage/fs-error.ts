import { ApiError } from "#lib/api/api-error.ts";

type Refusal = (path: string) => ApiError;

export const fileNotFound: Refusal = (path) =>
  new ApiError("file_not_found", `There is no ${path} in this volume.`, { details: { path } });

const diskFull: Refusal = () =>
  new ApiError("volume_backend_unavailable", "The disk under this volume is full.", {
    suggestedAction: "Tell the operator of this deployment; nothing was changed.",
  });

const diskFailed: Refusal = () =>
  new ApiError("volume_backend_unavailable", "The disk under this volume failed, or is full.", {
    suggestedAction: "Tell the operator of this deployment.",
  });

const forbidden: Refusal = (path) =>
  new ApiError("permission_denied", `The permissions of ${path} or of its directory forbid this.`, {
    suggestedAction: "Change the permissions first.",
    details: { path },
  });

const REFUSALS: Record<string, Refusal> = {
  ENOENT: fileNotFound,
  ENOTDIR: (path) =>
    new ApiError("file_not_found", `A part of ${path} is not a directory.`, {
      details: { path, reason: "not_a_directory" },
    }),
  ELOOP: (path) =>
    new ApiError("file_not_found", `Too many symbolic links lead to ${path}.`, { details: { path, reason: "loop" } }),
  EEXIST: (path) => new ApiError("file_conflict", `${path} exists already.`, { details: { path } }),
  EISDIR: (path) => new ApiError("file_conflict", `${path} is a directory.`, { details: { path } }),
  ENOTEMPTY: (path) =>
    new ApiError("file_conflict", `${path} is a directory that is not empty.`, { details: { path } }),
  EACCES: forbidden,
  EPERM: forbidden,
  EMLINK: forbidden,
  ENAMETOOLONG: (path) => new ApiError("invalid_request", `path: ${path} is too long for the file system.`),
  EROFS: () => new ApiError("volume_read_only", "This volume is read-only at the moment."),
  // A lease that a process inside the volume holds: O_NONBLOCK turns the wait for it into this.
  EAGAIN: (path) =>
    new ApiError("volume_busy", `A process holds ${path} for itself.`, { suggestedAction: "Try again." }),
  ENOSPC: diskFull,
  EDQUOT: diskFull,
  EIO: diskFailed,
  EMFILE: () => new ApiError("volume_backend_unavailable", "Too many files are open at once.", { retryAfter: 1 }),
};

/** What the file system refuses, in the contract's words; anything else comes back as it is. */
export function translateFsError(error: unknown, path: string): unknown {
  if (!(error instanceof Error) || !("code" in error) || typeof error.code !== "string") return error;
  const refusal = REFUSALS[error.code];
  if (refusal === undefined || error instanceof ApiError) return error;
  return refusal(path);
}
