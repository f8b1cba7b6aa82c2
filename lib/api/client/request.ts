import { ApiError } from "../api-error.ts";
import type { ErrorBody } from "../error-body.ts";
import { type ErrorCode, isErrorCode } from "../error-codes.ts";

export type ClientOptions = {
  /** Where the control plane answers, such as `http://localhost:4000`, or a gateway that speaks the same routes. */
  baseUrl: string;
  /** Headers of every call, asked anew each time, so that a token can be refreshed in between. */
  headers?: () => Promise<Record<string, string>> | Record<string, string>;
  fetch?: typeof fetch;
};

export type CallOptions = { signal?: AbortSignal; headers?: Record<string, string> };
type Query = Record<string, string | number | boolean | readonly string[] | undefined>;
type Call = CallOptions & { query?: Query; body?: unknown };

export type Request = <T>(method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE", path: string, call?: Call) => Promise<T>;

function urlOf(baseUrl: string, path: string, query: Query = {}): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query))
    for (const one of Array.isArray(value) ? value : [value]) if (one !== undefined) search.append(name, String(one));
  return `${baseUrl}${path}${search.size > 0 ? `?${search}` : ""}`;
}

/** What a proxy in front means by a page of its own. */
const codeOf = (status: number): ErrorCode =>
  status === 412
    ? "precondition_failed"
    : [502, 503, 504].includes(status)
      ? "volume_backend_unavailable"
      : "internal_error";

/** The refusal in an answer that is not 2xx; for the signed routes too, which are fetched directly. */
export async function refusal(response: Response): Promise<ApiError> {
  // The body comes from a server that may be a proxy with a page of its own, so every field may be missing.
  const body = (await response.json().catch(() => ({}))) as Partial<ErrorBody>;
  const known = body.code !== undefined && isErrorCode(body.code) ? body.code : codeOf(response.status);
  const requestId = body.request_id ?? response.headers.get("x-request-id");
  return new ApiError(known, body.error ?? `The control plane answered ${response.status}.`, {
    ...(body.suggested_action ? { suggestedAction: body.suggested_action } : {}),
    ...(requestId ? { requestId } : {}),
    details: body.details ?? {},
    retryAfter: Number(response.headers.get("retry-after")) || undefined,
  });
}

/** The one way a client talks: JSON in, JSON out, and every refusal thrown as `ApiError`. */
export function createRequest({ baseUrl, headers, fetch = globalThis.fetch }: ClientOptions): Request {
  return async <T>(method: string, path: string, call: Call = {}): Promise<T> => {
    const sent = new Headers({ ...(await headers?.()), ...call.headers });
    const init: RequestInit = { method, headers: sent, signal: call.signal ?? null };
    if (call.body !== undefined) {
      sent.set("content-type", "application/json");
      init.body = JSON.stringify(call.body);
    }
    const response = await fetch(urlOf(baseUrl, path, call.query), init).catch((cause: unknown) => {
      if (call.signal?.aborted) throw cause;
      throw new ApiError("volume_backend_unavailable", "The control plane cannot be reached.", {
        suggestedAction: "Check that it runs and try again.",
        cause,
      });
    });
    if (!response.ok) throw await refusal(response);
    // T is what the route answers by its schema; the server checked it before it was sent.
    return (response.status === 204 ? undefined : await response.json()) as T;
  };
}
