import { ApiError } from "#lib/api/api-error.ts";
import { nameOf, type VolumePath } from "#lib/api/paths.ts";
import type { Context } from "../context.ts";
import { type Tree, withEntry } from "../storage/resolve-path.ts";
import { archiveMembers } from "./archive-members.ts";
import { contentDisposition } from "./content-disposition.ts";
import type { DownloadGrant } from "./grant.ts";
import { readSelection } from "./selection.ts";
import { sendChunks } from "./send-chunks.ts";
import type { OpenTree, Receiver } from "./send-file.ts";
import { tarOf } from "./tar-of.ts";
import { zipOf } from "./zip-of.ts";

type ArchiveGrant = Pick<Extract<DownloadGrant, { verb: "archive" }>, "path" | "format" | "selection">;

const FORMATS = {
  tar: { write: tarOf, type: "application/x-tar" },
  zip: { write: zipOf, type: "application/zip" },
};

function requireDirectory(root: Tree, path: VolumePath): void {
  if (withEntry(root, path, { follow: true }, ({ stat }) => stat.isDirectory())) return;
  throw new ApiError("file_conflict", `${path} is no directory any more.`, { suggestedAction: "Ask for a new grant." });
}

/**
 * Answers a download grant for a directory or a selection with an archive that is made while it is sent.
 * @param rootName what an archive of the root is called
 * @throws ApiError grant_expired, file_not_found, file_conflict; before anything is sent
 */
export async function sendArchive(
  ctx: Context,
  openTree: OpenTree,
  grant: ArchiveGrant,
  rootName: string,
  receiver: Receiver,
): Promise<void> {
  const chosen = grant.selection === null ? null : await readSelection(ctx, grant.selection);
  const { write, type } = FORMATS[grant.format];
  const name = `${nameOf(grant.path) || rootName}.${grant.format}`;
  await openTree(async (root) => {
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
