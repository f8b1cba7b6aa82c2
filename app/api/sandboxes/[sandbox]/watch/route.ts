import { ApiError } from "#lib/api/api-error.ts";
import { SandboxId } from "#lib/api/ids.ts";
import { callerTokens } from "#lib/auth/caller-api.ts";
import { refuse } from "#lib/auth/gateway.ts";
import { openSandboxWatch } from "#lib/auth/open-sandbox-watch.ts";
import { isSameOrigin } from "#lib/auth/same-origin.ts";

export const dynamic = "force-dynamic";

/** What changes in a directory of a sandbox (`path`), as server-sent events. The caller's token stays here. */
export async function GET(
  request: Request,
  { params }: RouteContext<"/api/sandboxes/[sandbox]/watch">,
): Promise<Response> {
  if (!isSameOrigin(request.headers))
    return refuse(new ApiError("forbidden", "Reads are answered to the dashboard's own pages only."));
  const sandbox = SandboxId.safeParse((await params).sandbox);
  const path = new URL(request.url).searchParams.get("path");
  if (!sandbox.success || path === null) return refuse(new ApiError("not_found", "There is no such watch."));
  try {
    const { team } = await callerTokens({ mayRefresh: true });
    const events = await openSandboxWatch({ sandbox: sandbox.data, path, token: team, signal: request.signal });
    return new Response(events, {
      headers: {
        "content-type": "text/event-stream; charset=utf-8",
        // Compression or a proxy that collects would hold events back.
        "cache-control": "no-store, no-transform",
        "x-accel-buffering": "no",
      },
    });
  } catch (error) {
    if (error instanceof ApiError) return refuse(error);
    throw error;
  }
}
