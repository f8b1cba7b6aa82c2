"use client";
import { useEffect, useState } from "react";
import type { FileRoot } from "#lib/api/file-root.ts";
import { useLiveEvents } from "#lib/queries/live-events.ts";

/**
 * Whether files of a volume have changed since what is on the screen was read; of a sandbox nobody tells.
 * @param since another value when it was read anew
 */
export function useFilesChanged(root: FileRoot, since: unknown): boolean {
  const [changed, setChanged] = useState(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what was read anew is fresh
  useEffect(() => setChanged(false), [since]);
  useLiveEvents((message) => {
    if (root.kind !== "volume") return;
    if (
      message.type === "resync" ||
      (message.type.startsWith("file.") && "volume_id" in message && message.volume_id === root.id)
    )
      setChanged(true);
  });
  return changed;
}
