import { passOn } from "#lib/auth/gateway.ts";

export const dynamic = "force-dynamic";

/**
 * The event stream of the team, passed through as it comes. `after` is where a tab goes on that takes over from another;
 * the browser's own reconnecting sends `Last-Event-ID`, which is newer.
 */
export async function GET(request: Request): Promise<Response> {
  const last = request.headers.get("last-event-id") ?? new URL(request.url).searchParams.get("after");
  const answer = await passOn(request, {
    target: "/v1/events",
    as: "team",
    headers: { accept: "text/event-stream", ...(last ? { "last-event-id": last } : {}) },
  });
  // Compression or a proxy that collects would hold events back.
  answer.headers.set("cache-control", "no-store, no-transform");
  answer.headers.set("x-accel-buffering", "no");
  return answer;
}
