"use client";
import { useQueryClient } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { type ReactNode, useCallback, useMemo, useState, useSyncExternalStore } from "react";
import { withToast } from "#components/ui/toast.ts";
import { untilLoaded } from "#components/ui/until-loaded.ts";
import type { FileRoot } from "#lib/api/file-root.ts";
import type { ConflictAsked, Desk, UndoStep } from "./acts/desk.ts";
import type { ConflictQueue } from "./model/conflicts.ts";
import { createUndoHistory } from "./undo-history.ts";

const ConflictDialog = dynamic(
  untilLoaded(() => import("./dialogs/conflict-dialog.tsx").then((loaded) => loaded.ConflictDialog)),
  { ssr: false },
);

type Asked = { readonly what: ConflictAsked; readonly answer: (queue: ConflictQueue) => void };

/**
 * What acts on files work with; `dialogs` is where it asks and has to be drawn.
 * @param focusList puts the focus back into the list
 */
export function useDesk(
  root: FileRoot,
  focusList: () => void,
): {
  desk: Desk;
  undoable: UndoStep | null;
  undo: () => void;
  dialogs: ReactNode;
} {
  const cache = useQueryClient();
  const [history] = useState(() => createUndoHistory(({ id }) => withToast((toast) => toast.dismiss(id))));
  const undoable = useSyncExternalStore(history.subscribe, history.newest, () => null);
  const [asked, setAsked] = useState<readonly Asked[]>([]);
  const [first] = asked;
  const desk = useMemo(
    (): Desk => ({
      cache,
      root,
      act: history.act,
      askConflicts: (what) =>
        new Promise((answer) => {
          setAsked((before) => [...before, { what, answer }]);
        }),
    }),
    [cache, root, history],
  );
  return {
    desk,
    undoable,
    undo: useCallback(() => void history.undo(), [history]),
    dialogs: first ? (
      <ConflictDialog
        key={first.what.taken.map(({ path }) => path).join("\0")}
        root={root}
        onClosed={focusList}
        asked={first.what}
        onDone={(queue) => {
          setAsked((before) => before.slice(1));
          first.answer(queue);
        }}
      />
    ) : null,
  };
}
