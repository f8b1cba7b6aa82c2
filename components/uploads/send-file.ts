import { ApiError } from "#lib/api/api-error.ts";
import type { ErrorBody } from "#lib/api/error-body.ts";
import { isErrorCode } from "#lib/api/error-codes.ts";
import type { Grant, PublishedFile } from "#lib/api/transfers.ts";

/**
 * How bytes get to the control plane. It resolves when the file is published, rejects with `ApiError` when it is refused
 * or the network is lost (`volume_backend_unavailable`), and with the signal's reason when it is aborted. One that can
 * resume tells in its first `onProgress` how much is already there.
 */
export type SendFile = (
  what: {
    grant: Grant;
    body: Blob;
    /** Conditions: `if-match` or `if-none-match`. */
    headers: Record<string, string>;
  },
  /** `sent` in bytes. */
  options: { signal: AbortSignal; onProgress?: (sent: number) => void },
) => Promise<PublishedFile>;

/** Headers that a browser sets itself and refuses to take. */
const BROWSER_OWN: ReadonlySet<string> = new Set(["content-length", "host", "connection", "transfer-encoding"]);

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function refusalOf(request: XMLHttpRequest): ApiError {
  // The body may come from a proxy with a page of its own, so every field may be missing.
  const body = (parse(request.responseText) ?? {}) as Partial<ErrorBody>;
  const code = body.code !== undefined && isErrorCode(body.code) ? body.code : unknownRefusal(request.status);
  const requestId = body.request_id ?? request.getResponseHeader("x-request-id");
  return new ApiError(code, body.error ?? `The control plane answered ${request.status}.`, {
    ...(body.suggested_action ? { suggestedAction: body.suggested_action } : {}),
    ...(requestId ? { requestId } : {}),
    details: body.details ?? {},
    retryAfter: Number(request.getResponseHeader("retry-after")) || undefined,
  });
}

const unknownRefusal = (status: number) =>
  status === 412
    ? "precondition_failed"
    : status === 502 || status === 504
      ? "volume_backend_unavailable"
      : "internal_error";

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

/** Sends a whole file by one PUT. The browser reads it from the disk as it goes, so its size does not matter. */
export const sendFile: SendFile = ({ grant, body, headers }, { signal, onProgress }) =>
  new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const request = new XMLHttpRequest();
    const lost = () => void lossOf(body).then(reject);
    request.open(grant.method, grant.url);
    for (const [name, value] of Object.entries({ ...grant.headers, ...headers }))
      if (!BROWSER_OWN.has(name.toLowerCase())) request.setRequestHeader(name, value);
    request.upload.onprogress = ({ loaded }) => onProgress?.(loaded);
    request.onload = () => {
      if (request.status < 200 || request.status > 299) return reject(refusalOf(request));
      // The control plane checked what it answers against the schema of this type.
      resolve(parse(request.responseText) as PublishedFile);
    };
    request.onerror = lost;
    request.ontimeout = lost;
    request.onabort = () => reject(signal.reason);
    signal.addEventListener("abort", () => request.abort(), { once: true });
    request.send(body);
  });
