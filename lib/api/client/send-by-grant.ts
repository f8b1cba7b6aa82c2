import { ApiError } from "../api-error.ts";
import type { Grant } from "../transfers.ts";
import { type Bytes, counted, type OnBytes } from "./bytes.ts";
import { refusal } from "./request.ts";
import { sendByXhr } from "./send-by-xhr.ts";

export type SendOptions = {
  signal?: AbortSignal | undefined;
  /** Beside those of the grant. */
  headers?: Record<string, string>;
  onBytes?: OnBytes | undefined;
  /** Where the body is a stream: how many bytes it has, else it goes in chunks. */
  size?: number | undefined;
  /** In place of the global one; not used where a browser has to tell of its progress. */
  fetch?: typeof fetch | undefined;
};

async function sendByFetch(grant: Grant, bytes: Bytes, options: SendOptions): Promise<Response> {
  const { signal, headers = {}, onBytes, fetch = globalThis.fetch } = options;
  const size = bytes instanceof Blob ? bytes.size : bytes instanceof Uint8Array ? bytes.byteLength : options.size;
  const body = onBytes === undefined ? bytes : counted(bytes, onBytes);
  const request = {
    method: grant.method,
    headers: { ...grant.headers, ...headers, ...(size !== undefined && { "content-length": String(size) }) },
    signal: signal ?? null,
    body,
    // What the standard asks of a streamed body; the types of Node's fetch know it, those of the browser's do not.
    ...(body instanceof ReadableStream && { duplex: "half" }),
  };
  const response = await fetch(grant.url, request as RequestInit).catch((cause: unknown) => {
    if (signal?.aborted) throw cause;
    // What reads the bytes says by itself what is wrong with them.
    for (let reason = cause; reason instanceof Error; reason = reason.cause)
      if (reason instanceof ApiError) throw reason;
    throw new ApiError("volume_backend_unavailable", "The connection broke off while bytes were sent.", {
      suggestedAction: "Check that the control plane can be reached and try again.",
      cause,
    });
  });
  if (!response.ok) throw await refusal(response);
  return response;
}

/**
 * Sends bytes to the URL of their grant: a file, or a part of one.
 * @param bytes a stream, where they are too many for memory; a browser takes it whole before it sends
 * @returns what the route answers by its schema
 * @throws ApiError as the server refuses it, volume_backend_unavailable when the connection breaks off, file_not_found when
 *   a chosen file has changed or gone; the signal's reason
 */
export async function sendByGrant<T>(grant: Grant, bytes: Bytes, options: SendOptions = {}): Promise<T> {
  const { signal, headers = {}, onBytes } = options;
  const inPage = typeof XMLHttpRequest === "function";
  const response = !inPage
    ? await sendByFetch(grant, bytes, options)
    : await sendByXhr(
        grant,
        bytes instanceof Blob
          ? bytes
          : bytes instanceof Uint8Array
            ? new Blob([bytes])
            : await new Response(bytes).blob(),
        { signal, headers, onBytes },
      );
  // A short answer, read so that the connection serves the next one; it was checked against the schema of this type.
  return (await response.json().catch(() => undefined)) as T;
}
