import { and, eq } from "drizzle-orm";
import { ApiError } from "#lib/api/api-error.ts";
import { nameOf, type VolumePath } from "#lib/api/paths.ts";
import { downloadSelections } from "../db/schema.ts";
import { authorize } from "../identity/authorize.ts";
import { withEntry } from "../storage/resolve-path.ts";
import type { VolumeRoot } from "../storage/store.ts";
import type { Admitted } from "./admit-grant.ts";
import { archiveMembers } from "./archive-members.ts";
import { contentDisposition } from "./content-disposition.ts";
import type { DownloadGrant } from "./grant.ts";
import { sendChunks } from "./send-chunks.ts";
import type { Receiver } from "./send-file.ts";
import { tarOf } from "./tar-of.ts";
import { zipOf } from "./zip-of.ts";

type ArchiveGrant = Extract<DownloadGrant, { verb: "archive" }>;

const FORMATS = {
  tar: { write: tarOf, type: "application/x-tar" },
  zip: { write: zipOf, type: "application/zip" },
};

async function chosenPaths({ ctx, grant }: Admitted<ArchiveGrant>): Promise<VolumePath[] | null> {
  if (grant.selection === null) return null;
  const [row] = await ctx.system.database.queries
    .select({ paths: downloadSelections.paths })
    .from(downloadSelections)
    .where(and(eq(downloadSelections.id, grant.selection), eq(downloadSelections.teamId, ctx.team)));
  if (row !== undefined) return row.paths;
  throw new ApiError("grant_expired", "This grant has expired.", { suggestedAction: "Ask for a new one." });
}

function requireDirectory(root: VolumeRoot, path: VolumePath): void {
  if (withEntry(root, path, { follow: true }, ({ stat }) => stat.isDirectory())) return;
  throw new ApiError("file_conflict", `${path} is no directory any more.`, { suggestedAction: "Ask for a new grant." });
}

/**
 * Answers a download grant for a directory or a selection with an archive that is made while it is sent.
 * @throws ApiError grant_expired, file_not_found, file_conflict; before anything is sent
 */
export async function sendArchive(admitted: Admitted<ArchiveGrant>, receiver: Receiver): Promise<void> {
  const { ctx, grant, volume } = admitted;
  authorize(ctx, "files:read");
  const chosen = await chosenPaths(admitted);
  const { write, type } = FORMATS[grant.format];
  const name = `${nameOf(grant.path) || volume.name}.${grant.format}`;
  await ctx.system.store.use(grant.volume, async (root) => {
    requireDirectory(root, grant.path);
    const members = archiveMembers(root, grant.path, chosen);
    try {
      const outgoing = receiver.begin({
        status: 200,
        headers: {
          "content-type": type,
          "content-disposition": contentDisposition("attachment", name),
          "accept-ranges": "none",
        },
      });
      if (outgoing !== null) await sendChunks(outgoing, write(members));
    } finally {
      await members.return(undefined);
    }
  });
}
