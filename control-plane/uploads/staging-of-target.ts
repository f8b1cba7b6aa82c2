import type { VolumePath } from "#lib/api/paths.ts";
import type { CreateUploadInput } from "#lib/api/uploads.ts";
import type { System } from "../context.ts";
import { withStagingFor, withStagingIn } from "../sandbox-files/with-staging.ts";
import type { SandboxTree } from "../sandboxes/sandbox-tree.ts";
import { withEntry } from "../storage/resolve-path.ts";
import type { WritableTree } from "../storage/store.ts";
import { findExisting } from "../transfers/find-existing.ts";

export type Target = Pick<CreateUploadInput, "kind" | "conflict"> & { path: VolumePath };

const isMerged = (tree: SandboxTree, { kind, conflict, path }: Target): boolean =>
  kind === "directory_tar" && conflict === "merge" && (path === "/" || findExisting(tree, path)?.is_dir === true);

/**
 * Makes a private directory in a sandbox from which an upload gets its place with renames: beside it, or in the directory that
 * it is merged into, which may be a mount of its own.
 */
export const withStagingOfTarget = <T>(
  system: System,
  tree: SandboxTree,
  target: Target,
  act: (root: WritableTree) => Promise<T>,
): Promise<T> =>
  isMerged(tree, target)
    ? withEntry(tree, target.path, { follow: true }, ({ fd }) => withStagingIn(system, tree, fd, act))
    : withStagingFor(system, tree, target.path, act);
