import { and, eq, ne } from "drizzle-orm";
import { ApiError } from "#lib/api/api-error.ts";
import type { SandboxId } from "#lib/api/ids.ts";
import { parentOf, parseVolumePath, type VolumePath } from "#lib/api/paths.ts";
import type { Context } from "../context.ts";
import { attachments } from "../db/schema.ts";
import { type Entry, type Tree, withEntry } from "../storage/resolve-path.ts";

/** Refuses what is, or has below it, a place where a volume is mounted. @throws ApiError file_conflict */
export type RequireUnmounted = (entry: Pick<Entry, "stat">, path: VolumePath) => void;

/**
 * What must not be removed, moved or replaced in a sandbox: to remove a directory would remove what the volumes mounted in it
 * hold.
 */
export async function findMountedVolumes(ctx: Context, id: SandboxId, tree: Tree): Promise<RequireUnmounted> {
  const rows = await ctx.system.database.queries
    .select({ mountPath: attachments.mountPath })
    .from(attachments)
    .where(and(eq(attachments.teamId, ctx.team), eq(attachments.sandboxId, id), ne(attachments.state, "released")));
  const above = new Map<string, string>();
  const note = (path: VolumePath, mountPath: string) => {
    try {
      withEntry(tree, path, { follow: true }, ({ stat }) => above.set(`${stat.dev}:${stat.ino}`, mountPath));
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
    }
  };
  for (const { mountPath } of rows) {
    const parsed = parseVolumePath(mountPath);
    if (!parsed.ok) continue;
    for (let at = parsed.path; at !== "/"; at = parentOf(at)) note(at, mountPath);
  }
  return ({ stat }, path) => {
    const mountPath = stat.isDirectory() ? above.get(`${stat.dev}:${stat.ino}`) : undefined;
    if (mountPath === undefined) return;
    throw new ApiError("file_conflict", `A volume is mounted at ${mountPath}, so ${path} stays where it is.`, {
      suggestedAction: "Detach the volume first.",
      details: { path, mount_path: mountPath },
    });
  };
}
