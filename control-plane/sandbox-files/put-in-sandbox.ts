import type { Context } from "../context.ts";
import type { SandboxTree } from "../sandboxes/sandbox-tree.ts";
import { once, type Put } from "../searching/replace-in-files.ts";
import { translateSandboxError } from "./with-sandbox-files.ts";
import { placeInSandbox } from "./write-sandbox-file.ts";

/** Puts what was replaced into files of a sandbox. @throws ApiError as `placeInSandbox` */
export const putInSandbox =
  (ctx: Context, tree: SandboxTree): Put =>
  (path, bytes, version) =>
    placeInSandbox(ctx, tree, path, once(bytes), version).catch((error: unknown) => {
      throw translateSandboxError(error, path);
    });
