import "server-only";
import { ApiError } from "#lib/api/api-error.ts";
import { errorBodyOf } from "#lib/api/error-body-of.ts";
import { callerTokens } from "./caller-api.ts";
import { isSameOrigin } from "./same-origin.ts";
import { apiUrl } from "./settings.ts";

const ANSWERED = ["content-type", "etag", "x-request-id", "retry-after"];

/** A refusal of the gateway itself, in the words of the contract. */
export function refuse(error: ApiError): Response {
  const body = errorBodyOf(error, error.requestId ?? crypto.randomUUID());
  return Response.json(body, { status: error.status, headers: { "cache-control": "no-store" } });
}

type Call = {
  /** Path and query of the control plane. */
  target: string;
  /** Whose credential is added. */
  as: "person" | "team";
  headers?: Record<string, string>;
};

/**
 * Passes a read on to the control plane with the caller's credential, and its answer back as it comes. No rules here: what
 * may be read, the control plane decides.
 */
export async function passOn(request: Request, { target, as, headers = {} }: Call): Promise<Response> {
  if (!isSameOrigin(request.headers))
    return refuse(new ApiError("forbidden", "Reads are answered to the dashboard's own pages only."));
  try {
    const tokens = await callerTokens({ mayRefresh: true });
    const type = request.headers.get("content-type");
    const answer = await fetch(`${apiUrl()}${target}`, {
      method: request.method,
      headers: { ...headers, authorization: `Bearer ${tokens[as]}`, ...(type ? { "content-type": type } : {}) },
      body: request.method === "GET" ? null : await request.text(),
      signal: request.signal,
      cache: "no-store",
      redirect: "manual",
    });
    const kept = new Headers({ "cache-control": "private, no-store" });
    for (const name of ANSWERED) {
      const value = answer.headers.get(name);
      if (value !== null) kept.set(name, value);
    }
    return new Response(answer.body, { status: answer.status, headers: kept });
  } catch (error) {
    if (error instanceof ApiError) return refuse(error);
    if (request.signal.aborted) return new Response(null, { status: 499 });
    return refuse(
      new ApiError("volume_backend_unavailable", "The control plane cannot be reached.", {
        suggestedAction: "Check that it runs and try again.",
        cause: error,
      }),
    );
  }
}
