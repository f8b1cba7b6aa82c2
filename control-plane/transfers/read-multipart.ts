import type { IncomingMessage } from "node:http";
import type { Readable } from "node:stream";
import { Busboy, type BusboyInstance } from "@fastify/busboy";
import { ApiError } from "#lib/api/api-error.ts";
import { readBody } from "./read-body.ts";

const LIMITS = { files: 1, fields: 16, fieldSize: 4096, parts: 17 };

const malformed = (problem: string) =>
  new ApiError("invalid_request", `body: ${problem}`, {
    suggestedAction: "Send multipart/form-data with one part `file`, or PUT the bytes as they are.",
    details: { field: "file", rule: "must be one part of a multipart/form-data body" },
  });

function createParser(incoming: IncomingMessage): BusboyInstance {
  const type = incoming.headers["content-type"] ?? "";
  try {
    return new Busboy({ headers: { ...incoming.headers, "content-type": type }, limits: LIMITS });
  } catch {
    throw malformed("is not multipart/form-data with a boundary");
  }
}

/**
 * Reads the part `file` of a form. Its end is told only when the whole form has arrived, so that a body that is cut behind
 * the file counts as cut.
 * @throws ApiError invalid_request, length_mismatch, timeout
 */
export async function* readMultipart(incoming: IncomingMessage): AsyncGenerator<Buffer> {
  const parser = createParser(incoming);
  let part: Readable | undefined;
  const finished = new Promise<void>((resolve, reject) => {
    parser.once("finish", resolve);
    parser.once("filesLimit", () => reject(malformed("has more than one file")));
    parser.on("error", () => reject(malformed("ends in the middle of a part or is malformed")));
    incoming.once("close", () => {
      if (!incoming.complete) reject(malformed("was cut off"));
    });
  });
  const found = new Promise<Readable>((resolve, reject) => {
    parser.once("file", (field, stream) => {
      part = stream;
      // It may fail before anyone reads it, and an error that nobody listens to ends the process.
      stream.on("error", () => {});
      if (field === "file") resolve(stream);
      else reject(malformed(`has a file named ${JSON.stringify(field)}, not \`file\``));
    });
    finished.then(() => reject(malformed("has no part `file`")), reject);
  });
  // A form that fails while its file is still being read ends that file too.
  finished.catch((error: Error) => part?.destroy(error));
  incoming.pipe(parser);
  try {
    yield* readBody(await found);
    await finished;
  } finally {
    incoming.unpipe(parser);
    parser.destroy();
  }
}
