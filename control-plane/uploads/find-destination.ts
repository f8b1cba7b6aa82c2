import type { FileRoot } from "#lib/api/file-root.ts";
import type { Context } from "../context.ts";
import type { Queries } from "../db/database.ts";
import { findSandbox, type SandboxRow } from "../sandboxes/find-sandbox.ts";
import { findVolume, type VolumeRow } from "../volumes/find-volume.ts";

/** What an upload goes to, as it is now. */
export type Destination = { kind: "volume"; row: VolumeRow } | { kind: "sandbox"; row: SandboxRow };

/**
 * What an upload goes to; of sandboxes destroyed ones too, whose uploads have ended.
 * @throws ApiError volume_not_found, sandbox_not_found
 */
export async function findDestination(tx: Queries, ctx: Context, root: FileRoot): Promise<Destination> {
  if (root.kind === "volume") return { kind: "volume", row: await findVolume(tx, ctx, root.id) };
  return { kind: "sandbox", row: await findSandbox(tx, ctx, root.id) };
}
