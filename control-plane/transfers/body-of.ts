import type { IncomingMessage } from "node:http";
import { readBody, releaseChunk } from "./read-body.ts";
import { readMultipart } from "./read-multipart.ts";
import type { UploadBody } from "./receive-upload.ts";

/** The bytes of a file that a request carries, as they are or as the part `file` of a form. */
export function bodyOf(incoming: IncomingMessage, multipart: boolean): Omit<UploadBody, "preconditions"> {
  // A form's parser may still look at what it has handed out, and a form's length is not its file's.
  if (multipart) return { chunks: readMultipart(incoming), length: undefined };
  const announced = incoming.headers["content-length"];
  const length = announced === undefined ? undefined : Number(announced);
  return { chunks: readBody(incoming), release: releaseChunk, length };
}
