import { ApiError } from "#lib/api/api-error.ts";
import { refusal } from "#lib/api/client/request.ts";
import { isErrorCode } from "#lib/api/error-codes.ts";
import { type FileRoot, pathOfRoot } from "#lib/api/file-root.ts";
import type { PreviewMessage, PreviewReplaceInput } from "#lib/api/replacing.ts";
import type { SearchMessage, SearchStreamInput } from "#lib/api/searching.ts";

type Failed = { type: "error"; code: string; message: string };

/** Calls `tell` with what each piece of the answer holds, an object a line. The control plane makes them by its schema. */
async function readLines<Message>(body: ReadableStream<Uint8Array<ArrayBuffer>>, tell: (some: Message[]) => void) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
    const lines = `${rest}${piece.value}`.split("\n");
    rest = lines.pop() ?? "";
    tell(lines.map((line) => JSON.parse(line) as Message));
  }
}

const cutOff = () =>
  new ApiError("volume_backend_unavailable", "The connection ended before the search did.", {
    suggestedAction: "Search again.",
  });

/**
 * Reads one of the streams through the gateway until its end.
 * @param tell what was found, in pieces as they come
 * @returns the last line
 * @throws ApiError; and the reason of the signal
 */
async function readStream<Message extends { type: string }>(
  path: string,
  input: unknown,
  signal: AbortSignal,
  tell: (found: Exclude<Message, { type: "end" | "error" }>[]) => void,
): Promise<Extract<Message, { type: "end" }>> {
  const response = await fetch(`/api${path}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(input),
    signal,
  });
  if (!response.ok) throw await refusal(response);
  let end: Extract<Message, { type: "end" }> | null = null;
  const isEnd = (message: Message): message is Extract<Message, { type: "end" }> => message.type === "end";
  const isFound = (message: Message): message is Exclude<Message, { type: "end" | "error" }> =>
    message.type !== "end" && message.type !== "error";
  if (response.body !== null)
    await readLines<Message | Failed>(response.body, (messages) => {
      const failed = messages.find((message): message is Failed => message.type === "error");
      if (failed) throw new ApiError(isErrorCode(failed.code) ? failed.code : "internal_error", failed.message);
      // What is no failure is a message of the stream.
      const sound = messages as Message[];
      end = sound.find(isEnd) ?? end;
      tell(sound.filter(isFound));
    });
  if (end === null) throw cutOff();
  return end;
}

export type SearchFound = Extract<SearchMessage, { type: "line" | "name" }>;
export type SearchEnd = Extract<SearchMessage, { type: "end" }>;
export type PreviewFound = Extract<PreviewMessage, { type: "file" | "not_replaceable" }>;
export type PreviewEnd = Extract<PreviewMessage, { type: "end" }>;

/** Searches the files of a root; `tell` gets what is found as it is found. @throws ApiError; and the reason of the signal */
export const streamSearch = (
  root: FileRoot,
  input: SearchStreamInput,
  signal: AbortSignal,
  tell: (found: SearchFound[]) => void,
): Promise<SearchEnd> => readStream<SearchMessage>(`/v1${pathOfRoot(root)}/files/search-stream`, input, signal, tell);

/** Asks what a replace would change, file by file. @throws ApiError; and the reason of the signal */
export const streamPreview = (
  root: FileRoot,
  input: PreviewReplaceInput,
  signal: AbortSignal,
  tell: (found: PreviewFound[]) => void,
): Promise<PreviewEnd> =>
  readStream<PreviewMessage>(`/v1${pathOfRoot(root)}/files/replace-preview`, input, signal, tell);
