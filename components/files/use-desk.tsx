"use client";
import { useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useCallback, useMemo, useState, useSyncExternalStore } from "react";
import type { VolumeId } from "#lib/api/ids.ts";
import type { ConflictQuestion, Desk, UndoStep } from "./acts/desk.ts";
import { ConflictDialog } from "./dialogs/conflict-dialog.tsx";
import type { ConflictQueue } from "./model/conflicts.ts";
import { createUndoHistory } from "./undo-history.ts";

type Asked = { readonly question: ConflictQuestion; readonly answer: (queue: ConflictQueue) => void };

/**
 * What acts on files work with; `dialogs` is where it asks and has to be drawn.
 * @param focusList puts the focus back into the list
 */
export function useDesk(
  volume: VolumeId,
  focusList: () => void,
): {
  desk: Desk;
  undoable: UndoStep | null;
  undo: () => void;
  dialogs: ReactNode;
} {
  const cache = useQueryClient();
  const [history] = useState(createUndoHistory);
  const undoable = useSyncExternalStore(history.subscribe, history.newest, () => null);
  const [asked, setAsked] = useState<readonly Asked[]>([]);
  const [first] = asked;
  const desk = useMemo(
    (): Desk => ({
      cache,
      volume,
      remember: history.remember,
      askConflicts: (question) =>
        new Promise((answer) => {
          setAsked((before) => [...before, { question, answer }]);
        }),
    }),
    [cache, volume, history],
  );
  return {
    desk,
    undoable,
    undo: useCallback(() => void history.undo(), [history]),
    dialogs: first ? (
      <ConflictDialog
        key={first.question.paths.join("\0")}
        volume={volume}
        onClosed={focusList}
        question={first.question}
        onDone={(queue) => {
          setAsked((before) => before.slice(1));
          first.answer(queue);
        }}
      />
    ) : null,
  };
}
