import type { SandboxId } from "#lib/api/ids.ts";
import type { Context } from "../context.ts";
import { refuseKernelFiles } from "../storage/kernel-files.ts";
import type { Tree } from "../storage/resolve-path.ts";

/** The files of a sandbox as its processes see them, mounts and all. Hostile. */
export type SandboxTree = Required<Tree> & { sandbox: SandboxId };

/** Opens the files of a running sandbox while `act` runs. @throws ApiError sandbox_not_ready */
export const withSandboxTree = <T>(
  { system }: Pick<Context, "system">,
  id: SandboxId,
  act: (tree: SandboxTree) => Promise<T>,
): Promise<T> => system.runtime.useRoot(id, (data) => act({ sandbox: id, data, admit: refuseKernelFiles }));
