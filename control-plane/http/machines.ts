import { createMiddleware } from "hono/factory";
import { getPath } from "hono/utils/url";
import type { AppEnv } from "./app.ts";

const PREFIX = /^\/v1\/machines(?=\/|$)/;

/** Says in the newer words what the older ones say; attachments keep both. */
function reworded(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reworded);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).flatMap(([name, inside]): [string, unknown][] => {
    if (name === "code" && typeof inside === "string") return [[name, inside.replace(/^sandbox_/, "machine_")]];
    // Read strictly (docs/wire.md): one name or the other.
    if (name === "sandbox_staging_quota_bytes") return [["machine_staging_quota_bytes", inside]];
    if (name !== "sandbox_id") return [[name, reworded(inside)]];
    // So is a snapshot.
    return "size_bytes" in value
      ? [["machine_id", inside]]
      : [
          [name, inside],
          ["machine_id", inside],
        ];
  });
  return Object.fromEntries(entries);
}

/**
 * Where a request goes: newer releases of the official client call sandboxes machines, and mean the same routes. The request
 * itself stays as it is, since its bytes may be read from the connection.
 */
export const pathOfRequest = (request: Request): string => getPath(request).replace(PREFIX, "/v1/sandboxes");

/** Answers requests to machines in the newer words. */
export const rewordForMachines = createMiddleware<AppEnv>(async (c, next) => {
  await next();
  const { res } = c;
  if (!PREFIX.test(getPath(c.req.raw)) || res.headers.get("content-type")?.startsWith("application/json") !== true)
    return;
  const headers = new Headers(res.headers);
  headers.delete("content-length");
  const answer = new Response(JSON.stringify(reworded(await res.json())), { status: res.status, headers });
  // Else the framework takes over the headers of the one before.
  c.res = undefined;
  c.res = answer;
});
