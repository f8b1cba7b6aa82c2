import { z } from "@hono/zod-openapi";
import { VolumePathInput } from "./volume-path.ts";

/** What a client sends first, and only once, on a watch's WebSocket. */
export const WatchStart = z.object({
  type: z.literal("file_watch"),
  /** Comes back with every message. */
  id: z.string().min(1).max(200),
  path: VolumePathInput,
  recursive: z.boolean().default(false),
});
export type WatchStart = z.infer<typeof WatchStart>;

/**
 * `rename` names the old path; the new one comes as `create`. What a process changes through a mount comes as `create`,
 * `write` or `remove`. `resync_required`: more happened at or below `path` than can be told; list it again.
 */
export type WatchEvent = "create" | "write" | "remove" | "rename" | "chmod" | "resync_required";

/** What the server sends. */
export type WatchMessage =
  | { type: "file_watch_started"; id: string }
  | { type: "file_event"; id: string; event: WatchEvent; name: string; path: string }
  /** The watch did not begin, or ends with this. */
  | { type: "error"; id: string; message: string };
