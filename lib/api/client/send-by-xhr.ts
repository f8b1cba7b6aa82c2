import { ApiError } from "../api-error.ts";
import type { Grant } from "../transfers.ts";
import type { OnBytes } from "./bytes.ts";
import { refusal } from "./request.ts";

/** Headers that a browser sets itself and refuses to take. */
const BROWSER_OWN: ReadonlySet<string> = new Set(["content-length", "host", "connection", "transfer-encoding"]);

function answerOf(request: XMLHttpRequest): Response {
  const headers = new Headers();
  for (const line of request.getAllResponseHeaders().trim().split("\r\n")) {
    const at = line.indexOf(":");
    if (at > 0) headers.append(line.slice(0, at), line.slice(at + 1).trim());
  }
  return new Response(request.status === 204 ? null : request.responseText, { status: request.status, headers });
}

/** A browser says only that the request failed; a file that can no longer be read is the other reason there is. */
const lossOf = (body: Blob): Promise<ApiError> =>
  body
    .slice(0, 1)
    .arrayBuffer()
    .then(
      () => new ApiError("volume_backend_unavailable", "The connection to the control plane was lost."),
      (cause: unknown) =>
        new ApiError("file_not_found", "The file on this computer has changed or gone since it was chosen.", {
          suggestedAction: "Choose it again.",
          cause,
        }),
    );

type Options = { signal: AbortSignal | undefined; headers: Record<string, string>; onBytes: OnBytes | undefined };

/**
 * Sends bytes to the URL of their grant as browsers can tell of: their `fetch` knows no progress, and streams nothing over
 * HTTP/1.1. The browser reads a file from the disk as it goes, so its size does not matter.
 * @throws ApiError as the server refuses it, volume_backend_unavailable when the network is lost, file_not_found when the
 *   file has changed or gone; the signal's reason
 */
export const sendByXhr = (grant: Grant, body: Blob, { signal, headers, onBytes }: Options): Promise<Response> =>
  new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const request = new XMLHttpRequest();
    const lost = () => void lossOf(body).then(reject);
    request.open(grant.method, grant.url);
    for (const [name, value] of Object.entries({ ...grant.headers, ...headers }))
      if (!BROWSER_OWN.has(name.toLowerCase())) request.setRequestHeader(name, value);
    // A listener here makes the browser ask first whether it may send at all.
    if (onBytes !== undefined) request.upload.onprogress = ({ loaded }) => onBytes(loaded);
    request.onload = () => {
      const response = answerOf(request);
      if (response.ok) resolve(response);
      else void refusal(response).then(reject);
    };
    request.onerror = lost;
    request.ontimeout = lost;
    request.onabort = () => reject(signal?.reason);
    signal?.addEventListener("abort", () => request.abort(), { once: true });
    request.send(body);
  });
