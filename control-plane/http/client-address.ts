import { isIP } from "node:net";
import { getConnInfo } from "@hono/node-server/conninfo";
import type { Context as HonoContext } from "hono";
import { addressBlock } from "./address-block.ts";
import type { AppEnv } from "./app.ts";

/**
 * Where the call comes from, as what is counted as one client: the socket's address, or what the trusted proxies say. Each of them appends the address it
 * saw to `X-Forwarded-For`, so only as many entries from the right are believed as there are trusted proxies.
 */
export function clientAddress(c: HonoContext<AppEnv>): string {
  const forwarded = (c.req.header("x-forwarded-for") ?? "").split(",").map((part) => part.trim());
  const seen = [...forwarded, getConnInfo(c).remote.address ?? ""].filter((address) => isIP(address) !== 0);
  return addressBlock(seen[Math.max(0, seen.length - 1 - c.var.system.config.trustedProxies)] ?? "unknown");
}
