import { ApiError } from "#lib/api/api-error.ts";
import type { SandboxId } from "#lib/api/ids.ts";
import { parseVolumePath, type VolumePath } from "#lib/api/paths.ts";
import type { Context } from "../context.ts";
import { authorize } from "../identity/authorize.ts";
import type { SandboxRow } from "../sandboxes/find-sandbox.ts";
import { runningSandbox } from "../sandboxes/running-sandbox.ts";
import { type SandboxTree, withSandboxTree } from "../sandboxes/sandbox-tree.ts";
import { isErrno } from "../storage/descriptors.ts";
import { translateFsError } from "../storage/fs-error.ts";

type Files = {
  tree: SandboxTree;
  /** The sandbox as it was when its files were opened. */
  row: SandboxRow;
  /** The absolute path that a text names, relative ones from the working directory. @throws ApiError invalid_request */
  resolve(path: string): VolumePath;
};

/**
 * The absolute path that a text names.
 * @param cwd what relative ones start from; null where none are taken
 * @throws ApiError invalid_request
 */
export function pathFrom(cwd: string | null, text: string): VolumePath {
  const parsed = parseVolumePath(cwd === null || text.startsWith("/") ? text : `${cwd}/${text}`);
  if (parsed.ok) return parsed.path;
  throw new ApiError("invalid_request", `path: ${parsed.problem}`, {
    details: { field: "path", rule: parsed.problem },
  });
}

/** What the file systems of a sandbox refuse, told as what it is there. */
export function translateSandboxError(error: unknown, path: string): unknown {
  if (isErrno(error, "ENOSPC", "EDQUOT") || (error instanceof ApiError && isErrno(error.cause, "ENOSPC", "EDQUOT")))
    return new ApiError("volume_quota_exceeded", "There is no room for this where it is to be.", {
      suggestedAction: "Delete something there, or ask the operator for a larger cap.",
    });
  if (isErrno(error, "EXDEV"))
    return new ApiError("file_conflict", "The two places are on different file systems: a mount lies between them.", {
      suggestedAction: "Copy it and delete the first one.",
    });
  // The memory file systems of a sandbox know only the users inside of it.
  if (isErrno(error, "EOVERFLOW"))
    return new ApiError(
      "permission_denied",
      "This place is in the sandbox's memory and can only be changed from inside.",
      {
        suggestedAction: "Use a path below /workspace, /home, /tmp, /var or a mounted volume.",
      },
    );
  return translateFsError(error, path);
}

/**
 * Opens the files of a sandbox as its processes see them, mounts and all, while `act` runs.
 * @throws ApiError forbidden, sandbox_not_found, sandbox_not_ready, and what the file system refuses
 */
export async function withSandboxFiles<T>(
  ctx: Context,
  id: SandboxId,
  permission: "sandboxes:read" | "sandboxes:write",
  act: (files: Files) => Promise<T>,
): Promise<T> {
  authorize(ctx, permission);
  const row = await runningSandbox(ctx, id);
  return withSandboxTree(ctx, id, (tree) => act({ tree, row, resolve: (path) => pathFrom(row.cwd, path) })).catch(
    (error: unknown) => {
      throw translateSandboxError(error, "this");
    },
  );
}
