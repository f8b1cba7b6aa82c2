import type { FileHandle } from "node:fs/promises";
import type { ServerResponse } from "node:http";
import { ApiError } from "#lib/api/api-error.ts";
import { nameOf } from "#lib/api/paths.ts";
import { openFileForReading } from "../storage/open-file.ts";
import type { Tree } from "../storage/resolve-path.ts";
import { type Conditions, type Selection, select, type Version } from "./conditions.ts";
import { contentDisposition } from "./content-disposition.ts";
import type { DownloadGrant } from "./grant.ts";
import { MAGIC_BYTES, previewType } from "./preview-type.ts";
import { sendBytes } from "./send-bytes.ts";

type FileGrant = Pick<Extract<DownloadGrant, { verb: "download" }>, "path" | "purpose">;
/** Opens the files that a download is of while `act` runs. Authorises. */
export type OpenTree = (act: (tree: Tree) => Promise<void>) => Promise<void>;
type Headers = Record<string, string>;

/** What the socket is told before the bytes. */
export type Head = { status: 200 | 206 | 304; headers: Headers };
/** Where the bytes go: `begin` sends the head and returns the socket, or null when only the head was asked for. */
export type Receiver = { begin: (head: Head) => ServerResponse | null };

async function shownAs(grant: FileGrant, handle: FileHandle): Promise<Headers> {
  const name = nameOf(grant.path);
  if (grant.purpose === "preview") {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(MAGIC_BYTES), 0, MAGIC_BYTES, 0);
    const preview = previewType(name, buffer.subarray(0, bytesRead));
    if (preview !== null)
      return {
        "content-type": preview.type,
        "content-disposition": contentDisposition(preview.inline ? "inline" : "attachment", name),
      };
  }
  return { "content-type": "application/octet-stream", "content-disposition": contentDisposition("attachment", name) };
}

function refuse(selection: Selection, version: Version): void {
  if (selection.kind === "precondition_failed")
    throw new ApiError("precondition_failed", "The file has changed since it was read.", {
      suggestedAction: "Read the current version and decide again.",
      details: { etag: version.etag },
    });
  if (selection.kind === "unsatisfiable")
    throw new ApiError("range_not_satisfiable", `The file has ${version.size} bytes; the range lies behind them.`, {
      details: { size: version.size },
    });
}

/**
 * Answers a download grant for a file: whole, one range of it, or that nothing changed.
 * @throws ApiError file_not_found, file_conflict, precondition_failed, range_not_satisfiable; before anything is sent
 */
export async function sendFile(
  openTree: OpenTree,
  grant: FileGrant,
  conditions: Conditions,
  receiver: Receiver,
): Promise<void> {
  await openTree(async (root) => {
    const { handle, stat, etag } = await openFileForReading(root, grant.path);
    try {
      const version = { etag, modified: new Date(Number(stat.mtimeMs)), size: Number(stat.size) };
      const selection = select(version, conditions);
      refuse(selection, version);
      const headers: Headers = {
        ...(await shownAs(grant, handle)),
        etag,
        "last-modified": version.modified.toUTCString(),
        "accept-ranges": "bytes",
        // May be kept, never used unasked: that is what makes a conditional request possible.
        "cache-control": "private, no-cache",
      };
      if (selection.kind === "not_modified") return void receiver.begin({ status: 304, headers });
      const { start, end } = selection.kind === "part" ? selection : { start: 0, end: version.size - 1 };
      const length = end - start + 1;
      headers["content-length"] = String(length);
      if (selection.kind === "part") headers["content-range"] = `bytes ${start}-${end}/${version.size}`;
      const outgoing = receiver.begin({ status: selection.kind === "part" ? 206 : 200, headers });
      if (outgoing !== null) await sendBytes(outgoing, handle, start, length);
    } finally {
      await handle.close();
    }
  });
}
