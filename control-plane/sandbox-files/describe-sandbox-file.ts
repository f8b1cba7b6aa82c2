import type { FileInfo } from "#lib/api/files.ts";
import type { VolumePath } from "#lib/api/paths.ts";
import { describeFile } from "../files/describe-file.ts";
import type { SandboxTree } from "../sandboxes/sandbox-tree.ts";
import { withEntry } from "../storage/resolve-path.ts";

/** What stands at a path, a symlink as itself. @throws ApiError file_not_found, permission_denied (the kernel's own) */
export const describeSandboxFile = (tree: SandboxTree, path: VolumePath, follow = false): FileInfo =>
  withEntry(tree, path, { follow }, ({ parent, stat }) => describeFile(parent, path, stat));
