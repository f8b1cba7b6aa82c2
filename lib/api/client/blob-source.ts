import { ApiError } from "../api-error.ts";
import type { Source } from "./send-session.ts";
import { sha256 } from "./sha256.ts";

/** A stretch is hashed when it is no larger than this: it has to be in memory for that, and four are on their way at once. */
const HASHED_BYTES = 16 * 1024 ** 2;

/** A file of a browser, or any bytes in memory, to be sent in parts. */
export const blobSource = (blob: Blob): Source => ({
  size: blob.size,
  slice: (start, end) => blob.slice(start, end),
  sha256: async (start, end) => (end - start > HASHED_BYTES ? null : sha256(await read(blob.slice(start, end)))),
});

const read = (part: Blob): Promise<ArrayBuffer> =>
  part.arrayBuffer().catch((cause: unknown) => {
    throw new ApiError("file_not_found", "The file on this computer has changed or gone since it was chosen.", {
      suggestedAction: "Choose it again.",
      cause,
    });
  });
