import { closeSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import type { FileRoot } from "#lib/api/file-root.ts";
import type { System } from "../context.ts";
import { openRoot } from "../storage/descriptors.ts";
import type { WritableTree } from "../storage/store.ts";

/** A directory that only the control plane reaches, and who is to own what is made in it. */
export type SessionStaging = Pick<WritableTree, "staging" | "owner">;

/** Opens the directory of the host where the bytes of uploads into sandboxes wait. No sandbox sees it. */
export async function withHostStaging<T>(
  { config }: Pick<System, "config">,
  act: (staging: SessionStaging) => Promise<T>,
): Promise<T> {
  const path = join(config.dataDirectory, "uploads");
  mkdirSync(path, { recursive: true, mode: 0o700 });
  const staging = openRoot(path);
  try {
    return await act({ staging, owner: null });
  } finally {
    closeSync(staging);
  }
}

/** Opens where the bytes of an upload wait. @throws ApiError volume_backend_unavailable */
export const withSessionStaging = <T>(
  system: System,
  root: FileRoot,
  act: (staging: SessionStaging) => Promise<T>,
): Promise<T> => (root.kind === "volume" ? system.store.use(root.id, act) : withHostStaging(system, act));
