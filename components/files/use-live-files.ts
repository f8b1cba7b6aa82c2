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

/** Takes out what is gone and reads a folder again, at once and then not more often than a person can see. */
function useRefresh(volume: VolumeId): (directory: VolumePath, removed: readonly string[]) => void {
  const cache = useQueryClient();
  const gone = useRef(new Map<VolumePath, Set<string>>());
  const busy = useRef(new Map<VolumePath, { again: boolean }>());
  const away = useRef(false);
  useEffect(() => {
    away.current = false;
    return () => {
      away.current = true;
    };
  }, []);
  return useCallback(
    (directory, removed) => {
      const waiting = gone.current.get(directory) ?? new Set();
      gone.current.set(directory, waiting);
      for (const name of removed) waiting.add(name);
      const refresh = async () => {
        const turn = { again: false };
        busy.current.set(directory, turn);
        const names = gone.current.get(directory);
        gone.current.delete(directory);
        if (names && names.size > 0) patchDirectory(cache, volume, directory, (pages) => withoutEntries(pages, names));
        // The next read waits for this one, or a busy folder would call off every read before its answer.
        await cache.invalidateQueries({ queryKey: fileKeys.directory(volume, directory) });
        await new Promise((resolve) => setTimeout(resolve, REFRESH_EVERY));
        busy.current.delete(directory);
        if (turn.again && !away.current) void refresh();
      };
      const turn = busy.current.get(directory);
      if (turn) turn.again = true;
      else void refresh();
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
      if (directory === path && changed.length > 0) {
        setGlowing((before) => new Set([...before, ...changed]));
        setTimeout(() => {
          const names = new Set(changed);
          setGlowing((before) => new Set([...before].filter((name) => !names.has(name))));
        }, GLOW);
      }
      refresh(directory, removed);
    }
  });

  useEffect(() => {
    let watched = false;
    const observe = () => {
      if (document.visibilityState !== "visible") return;
      browserApi.volumes.observe(volume, [path]).then(
        () => {
          // What changed between reading the folder and the start of the watch is told by nobody.
          if (!watched) refresh(path, []);
          watched = true;
        },
        // Only a hint to the server: without it changes made on the disk come later, and nothing else is lost.
        () => undefined,
      );
    };
    observe();
    const timer = setInterval(observe, OBSERVE_EVERY);
    document.addEventListener("visibilitychange", observe);
    return () => {
      clearInterval(timer);
      document.removeEventListener("visibilitychange", observe);
    };
  }, [volume, path, refresh]);

  return glowing;
}
