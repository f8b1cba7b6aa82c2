import { unlinkSync } from "node:fs";
import { ApiError } from "#lib/api/api-error.ts";
import type { SandboxId } from "#lib/api/ids.ts";
import { isEscapedName, type VolumePath } from "#lib/api/paths.ts";
import type { Context } from "../context.ts";
import { checkPreconditions, type Preconditions } from "../files/preconditions.ts";
import { versionOf } from "../files/version-of.ts";
import { collectOutput } from "../sandboxes/collect-output.ts";
import { pathAt } from "../storage/descriptors.ts";
import { rootRefused, type Tree, withEntry } from "../storage/resolve-path.ts";
import { findMountedVolumes, type RequireUnmounted } from "./mounted-volumes.ts";
import { withSandboxFiles } from "./with-sandbox-files.ts";

/** By the rights of the sandbox itself, whose processes may swap anything in it meanwhile. What is mounted below it stays. */
async function removeDirectory({ system }: Context, id: SandboxId, path: VolumePath): Promise<void> {
  if (path.split("/").some(isEscapedName))
    throw new ApiError("invalid_request", "A directory whose path is not text can only be removed from inside.");
  const argv = ["/bin/rm", "-rf", "--one-file-system", "--", path] as const;
  const running = await system.runtime.exec(id, { argv, cwd: "/" });
  running.stdin.end();
  running.stdout.resume();
  const problem = collectOutput(running.stderr);
  const { exitCode } = await running.ended;
  if (exitCode === 0) return;
  const [said = ""] = problem().text.split("\n");
  const code = /Read-only file system/.test(said) ? "volume_read_only" : "file_conflict";
  throw new ApiError(code, `${path} could not be removed whole: ${said.replace(/^\S*rm: /, "")}`);
}

/** Removes what is at a path, for good. @throws ApiError file_not_found, file_conflict, precondition_failed */
export async function removeInSandbox(
  ctx: Context,
  id: SandboxId,
  tree: Tree,
  path: VolumePath,
  requireUnmounted: RequireUnmounted,
  given: Pick<Preconditions, "ifMatch"> = {},
): Promise<void> {
  const isDirectory = withEntry(tree, path, { follow: false }, (entry) => {
    const { parent, stat } = entry;
    if (parent === null) throw rootRefused();
    checkPreconditions(given, versionOf(entry));
    requireUnmounted(entry, path);
    if (!stat.isDirectory()) unlinkSync(pathAt(parent.fd, parent.name));
    return stat.isDirectory();
  });
  if (isDirectory) await removeDirectory(ctx, id, path);
}

/**
 * Removes a file of a sandbox, or a directory with all in it, for good. A symlink goes itself.
 * @throws ApiError as `withSandboxFiles`, and file_not_found, file_conflict (the root; something is mounted there),
 *   precondition_failed, permission_denied (the kernel's own), volume_read_only
 */
export const removeSandboxFile = (
  ctx: Context,
  id: SandboxId,
  path: string,
  given: Pick<Preconditions, "ifMatch"> = {},
): Promise<void> =>
  withSandboxFiles(ctx, id, "sandboxes:write", async ({ tree, resolve }) =>
    removeInSandbox(ctx, id, tree, resolve(path), await findMountedVolumes(ctx, id, tree), given),
  );
