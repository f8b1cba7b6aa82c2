"use client";
import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useRef, useState } from "react";
import type { VolumeId } from "#lib/api/ids.ts";
import type { VolumePath } from "#lib/api/paths.ts";
import { browserApi } from "#lib/queries/browser-api.ts";
import { patchDirectory } from "#lib/queries/file-cache.ts";
import { withoutEntries } from "#lib/queries/file-pages.ts";
import { fileKeys } from "#lib/queries/files.ts";
import { useLiveEvents } from "#lib/queries/live-events.ts";
import { directoryChanges, movedPath } from "./live-changes.ts";

/** Milliseconds between two reads of a folder in which much happens. */
const REFRESH_EVERY = 400;
/** Milliseconds a new row glows; the animation is a little shorter. */
const GLOW = 1500;
/** Milliseconds; a watched folder is forgotten by the server after a minute. */
const OBSERVE_EVERY = 30_000;

/** Reads a folder again, at once and then not more often than a person can see. */
function useRefresh(volume: VolumeId): (directory: VolumePath) => void {
  const cache = useQueryClient();
  const waiting = useRef(new Map<VolumePath, { timer: ReturnType<typeof setTimeout>; again: boolean }>());
  useEffect(() => {
    const timers = waiting.current;
    return () => {
      for (const { timer } of timers.values()) clearTimeout(timer);
      timers.clear();
    };
  }, []);
  return useCallback(
    (directory) => {
      const refresh = () => {
        // A read under way is let finish: in a busy folder it would else never come to an end.
        void cache.invalidateQueries({ queryKey: fileKeys.directory(volume, directory) }, { cancelRefetch: false });
        const timer = setTimeout(() => {
          const again = waiting.current.get(directory)?.again;
          waiting.current.delete(directory);
          if (again) refresh();
        }, REFRESH_EVERY);
        waiting.current.set(directory, { timer, again: false });
      };
      const entry = waiting.current.get(directory);
      if (entry) entry.again = true;
      else refresh();
    },
    [cache, volume],
  );
}

/**
 * Keeps the folders of a volume as they are on the disk, and says which names in `path` are new or changed just now.
 * @param onMoved the shown folder itself was moved
 */
export function useLiveFiles(
  volume: VolumeId,
  path: VolumePath,
  onMoved: (to: VolumePath) => void,
): ReadonlySet<string> {
  const cache = useQueryClient();
  const refresh = useRefresh(volume);
  const [glowing, setGlowing] = useState<ReadonlySet<string>>(new Set());

  useLiveEvents((message) => {
    if (message.type === "resync") {
      void cache.invalidateQueries({ queryKey: fileKeys.ofVolume(volume) });
      void cache.invalidateQueries({ queryKey: fileKeys.trash(volume) });
      return;
    }
    if (!("volume_id" in message) || message.volume_id !== volume) return;
    if (message.type === "file.moved") {
      // Events carry paths in the form of VolumePath.
      const to = movedPath(path, message.data.path as VolumePath, message.data.to as VolumePath);
      if (to !== null) onMoved(to);
    }
    if (message.type === "file.trashed" || message.type === "file.restored" || message.type === "trash.emptied")
      void cache.invalidateQueries({ queryKey: fileKeys.trash(volume) });
    for (const { directory, changed, removed } of directoryChanges(message, volume)) {
      if (removed.length > 0) {
        const names = new Set(removed);
        patchDirectory(cache, volume, directory, (pages) => withoutEntries(pages, names));
      }
      if (directory === path && changed.length > 0) {
        setGlowing((before) => new Set([...before, ...changed]));
        setTimeout(() => {
          const names = new Set(changed);
          setGlowing((before) => new Set([...before].filter((name) => !names.has(name))));
        }, GLOW);
      }
      refresh(directory);
    }
  });

  useEffect(() => {
    const observe = () => {
      // Only a hint to the server: without it changes made on the disk come later, and nothing else is lost.
      if (document.visibilityState === "visible") browserApi.volumes.observe(volume, [path]).catch(() => undefined);
    };
    observe();
    const timer = setInterval(observe, OBSERVE_EVERY);
    document.addEventListener("visibilitychange", observe);
    return () => {
      clearInterval(timer);
      document.removeEventListener("visibilitychange", observe);
    };
  }, [volume, path]);

  return glowing;
}
