import type { FileRoot } from "#lib/api/file-root.ts";
import type { Context } from "../context.ts";
import { withVolume } from "../files/with-volume.ts";
import { withSandboxFiles } from "../sandbox-files/with-sandbox-files.ts";
import type { SandboxTree } from "../sandboxes/sandbox-tree.ts";
import type { VolumeRoot } from "../storage/store.ts";
import type { Destination } from "./find-destination.ts";
import { type SessionStaging, withHostStaging } from "./session-staging.ts";

export type OpenDestination = { staging: SessionStaging } & (
  | (Destination & { kind: "volume"; tree: VolumeRoot })
  | (Destination & { kind: "sandbox"; tree: SandboxTree })
);

/**
 * Opens the files that an upload goes to, and where its bytes wait, while `act` runs.
 * @throws ApiError volume_not_found, volume_backend_unavailable, sandbox_not_found, sandbox_not_ready
 */
export function withOpenDestination<T>(
  ctx: Context,
  root: FileRoot,
  act: (destination: OpenDestination) => Promise<T>,
): Promise<T> {
  if (root.kind === "volume")
    return withVolume(ctx, root.id, (tree, row) => act({ kind: "volume", row, tree, staging: tree }));
  return withSandboxFiles(ctx, root.id, "sandboxes:write", ({ tree, row }) =>
    withHostStaging(ctx.system, (staging) => act({ kind: "sandbox", row, tree, staging })),
  );
}
