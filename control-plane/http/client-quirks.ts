import type { Context as HonoContext } from "hono";
import type { FileInfo } from "#lib/api/files.ts";
import type { AppEnv } from "./app.ts";

/** The official Python client, which has no name of its own on the wire (docs/wire.md). */
const isOfficialClient = (c: HonoContext<AppEnv>) => c.req.header("user-agent")?.startsWith("python-httpx/") === true;

/**
 * What a directory is called in `type`. The contract says `directory`; the official client takes everything but `dir` for a
 * file, and then downloads it as one.
 */
export const directoryTypeFor = (c: HonoContext<AppEnv>): string => (isOfficialClient(c) ? "dir" : "directory");

/** A FileInfo as this client reads it: `etag` only where it was asked for, since the official client refuses unknown fields. */
export function fileInfoFor(
  c: HonoContext<AppEnv>,
  { etag, ...info }: FileInfo,
  include: "etag" | undefined,
): FileInfo {
  // Outside of the contract's words on purpose, for that client alone.
  const type = (info.type === "directory" ? directoryTypeFor(c) : info.type) as FileInfo["type"];
  return { ...info, type, ...(include === "etag" && { etag }) };
}
