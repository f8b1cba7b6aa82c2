"use client";
import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useRef, useState } from "react";
import { lookAgain } from "#components/editor/look-again.ts";
import type { FileRoot } from "#lib/api/file-root.ts";
import type { VolumePath } from "#lib/api/paths.ts";
import { browserApi } from "#lib/queries/browser-api.ts";
import { patchDirectory } from "#lib/queries/file-cache.ts";
import { withoutEntries } from "#lib/queries/file-pages.ts";
import { fileKeys } from "#lib/queries/files.ts";
import { followSandboxDirectory } from "#lib/queries/follow-sandbox-directory.ts";
import type { LiveMessage } from "#lib/queries/live-channel.ts";
import { useLiveEvents } from "#lib/queries/live-events.ts";
import { type DirectoryChange, directoryChanges, joinChanges, movedPath, watchedChanges } from "./live-changes.ts";

/** Milliseconds between two reads of a folder in which much happens. */
const REFRESH_EVERY = 400;
/** Milliseconds a new row glows; the animation is a little shorter. */
const GLOW = 1500;
/** Milliseconds; a watched folder is forgotten by the server after a minute. */
const OBSERVE_EVERY = 30_000;

const TRASH_EVENTS: ReadonlySet<string> = new Set(["file.trashed", "file.restored", "trash.emptied"]);

/** Takes out what is gone and reads a folder again, at once and then not more often than a person can see. */
function useRefresh(root: FileRoot): (directory: VolumePath, removed: readonly string[]) => void {
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
        if (names && names.size > 0) patchDirectory(cache, root, directory, (pages) => withoutEntries(pages, names));
        // The next read waits for this one, or a busy folder would call off every read before its answer.
        await cache.invalidateQueries({ queryKey: fileKeys.directory(root, directory) });
        await new Promise((resolve) => setTimeout(resolve, REFRESH_EVERY));
        busy.current.delete(directory);
        if (turn.again && !away.current) void refresh();
      };
      const turn = busy.current.get(directory);
      if (turn) turn.again = true;
      else void refresh();
    },
    [cache, root],
  );
}

/** Shows changes as they are told; answers the names in `path` that are new or changed just now. */
function useChanges(root: FileRoot, path: VolumePath) {
  const refresh = useRefresh(root);
  const [glowing, setGlowing] = useState<ReadonlySet<string>>(new Set());
  const show = useCallback(
    (told: readonly DirectoryChange[]) => {
      const changes = joinChanges(told);
      const names = changes.get(path)?.changed ?? new Set();
      if (names.size > 0) {
        setGlowing((before) => new Set([...before, ...names]));
        setTimeout(() => setGlowing((before) => new Set([...before].filter((name) => !names.has(name)))), GLOW);
      }
      for (const [directory, { removed }] of changes) refresh(directory, [...removed]);
    },
    [path, refresh],
  );
  return { glowing, refresh, show };
}

export type LiveFiles = {
  /** Names in the folder that are new or changed just now. */
  readonly glowing: ReadonlySet<string>;
  /** Of a sandbox: whether the folder is watched now. What changes elsewhere in it nobody tells, see `useReread`. */
  readonly watched: boolean;
};

/** Follows the folder of a sandbox that is looked at. */
function useSandboxWatch(root: FileRoot, path: VolumePath, { refresh, show }: ReturnType<typeof useChanges>): boolean {
  const sandbox = root.kind === "sandbox" ? root.id : null;
  const [watched, setWatched] = useState(false);
  useEffect(() => {
    if (sandbox === null) return;
    return followSandboxDirectory(sandbox, path, {
      onLive: (live) => {
        setWatched(live);
        // What changed between reading the folder and the start of the watch is told by nobody.
        if (!live) return;
        refresh(path, []);
        lookAgain(null);
      },
      onEvents: (events) => {
        show(watchedChanges(events, path));
        // A watch tells paths in the form of VolumePath.
        lookAgain(events.map((event) => event.path as VolumePath));
      },
    });
  }, [sandbox, path, refresh, show]);
  return watched;
}

/**
 * Keeps the folders of a volume, or the shown folder of a sandbox, as they are on the disk.
 * @param onMoved the shown folder itself was moved
 */
export function useLiveFiles(root: FileRoot, path: VolumePath, onMoved: (to: VolumePath) => void): LiveFiles {
  const cache = useQueryClient();
  const changes = useChanges(root, path);
  const { glowing, refresh, show } = changes;
  const watched = useSandboxWatch(root, path, changes);
  const volume = root.kind === "volume" ? root.id : null;

  const gathered = useRef<LiveMessage[]>([]);
  const settle = () => {
    const messages = gathered.current.splice(0);
    // What was missed may be anything.
    if (messages.some(({ type }) => type === "resync")) {
      void cache.invalidateQueries({ queryKey: fileKeys.ofRoot(root) });
      if (volume !== null) void cache.invalidateQueries({ queryKey: fileKeys.trash(volume) });
      return;
    }
    if (volume === null) return;
    if (messages.some(({ type }) => TRASH_EVENTS.has(type)))
      void cache.invalidateQueries({ queryKey: fileKeys.trash(volume) });
    show(messages.flatMap((message) => (message.type === "resync" ? [] : directoryChanges(message, volume))));
  };
  const newestSettle = useRef(settle);
  useEffect(() => {
    newestSettle.current = settle;
  });

  useLiveEvents((message) => {
    if (message.type !== "resync" && !("volume_id" in message && message.volume_id === volume)) return;
    if (message.type === "file.moved") {
      // Events carry paths in the form of VolumePath.
      const to = movedPath(path, message.data.path as VolumePath, message.data.to as VolumePath);
      if (to !== null) onMoved(to);
    }
    gathered.current.push(message);
    // What comes together is settled together.
    if (gathered.current.length === 1) queueMicrotask(() => newestSettle.current());
  });

  useEffect(() => {
    if (volume === null) return;
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

  return { glowing, watched };
}
