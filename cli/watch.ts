import WebSocket from "ws";
import { watchFiles } from "#lib/api/client/watch-files.ts";
import type { VolumePath } from "#lib/api/paths.ts";
import type { FilesRoot } from "../client/files-root.ts";
import { MissingKeyError } from "./missing-key-error.ts";
import { note, say } from "./output.ts";
import { readSettings } from "./settings.ts";

/**
 * Prints the changes of a path until told to end. A lost connection is made again.
 * @param options.seconds after which it ends by itself; null for never
 * @throws ApiError when the watch is refused, ends on the other side or cannot be made again
 */
export async function watch<Id extends string>(
  { id, route, files }: FilesRoot<Id>,
  path: VolumePath,
  { recursive, seconds }: { recursive: boolean; seconds: number | null },
): Promise<void> {
  const { apiUrl, apiKey } = readSettings();
  if (apiKey === undefined) throw new MissingKeyError();
  const ended = new AbortController();
  const end = () => ended.abort();
  const timer = seconds === null ? null : setTimeout(end, seconds * 1000);
  process.once("SIGINT", end);
  const { signal } = ended;
  try {
    const ports = {
      connect: () =>
        new WebSocket(`${apiUrl.replace(/^http/, "ws")}${route}/ws`, {
          headers: { authorization: `Bearer ${apiKey}` },
        }),
      look: () => files.info(id, path, { signal }),
    };
    for await (const { type, name, path: changed } of watchFiles(ports, path, { recursive, signal })) {
      if (type === "resync_required") note(`More changed at ${changed} than could be told: list it again.`);
      say(JSON.stringify({ type, name, path: changed, event_type: type }));
    }
  } catch (error) {
    // Asked to end: that is no failure.
    if (!signal.aborted) throw error;
  } finally {
    if (timer !== null) clearTimeout(timer);
    process.removeListener("SIGINT", end);
  }
}
