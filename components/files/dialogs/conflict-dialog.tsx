"use client";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { ConflictFacts, type Facts } from "#components/ui/conflict-facts.tsx";
import { type ConflictAnswer, ConflictQuestion } from "#components/ui/conflict-question.tsx";
import type { FileRoot } from "#lib/api/file-root.ts";
import type { FileInfo } from "#lib/api/files.ts";
import { nameOf, parentOf, type VolumePath } from "#lib/api/paths.ts";
import { fileInfo } from "#lib/queries/files.ts";
import type { ConflictAsked, Taken } from "../acts/desk.ts";
import { count } from "../acts/words.ts";
import { type ConflictQueue, conflictQueue, decide } from "../model/conflicts.ts";
import { spokenName } from "../model/name-parts.ts";

type ConflictDialogProps = {
  root: FileRoot;
  asked: ConflictAsked;
  /** Skipping everything is an answer too; closing the dialog is that. */
  onDone: (queue: ConflictQueue) => void;
  /** Where the focus goes afterwards: what had it before may be gone. */
  onClosed: () => void;
};

const factsOf = (info: FileInfo): Facts => ({
  isDirectory: info.is_dir,
  size: info.size,
  at: info.modified_time,
});

const CHOICES = {
  keep_both: "What comes gets a free name beside it.",
  replace: "What is there now is deleted for good. What comes takes its place.",
  skip: "Neither is touched.",
};

function BothFacts({ root, taken, known }: { root: FileRoot; taken: Taken; known: Facts | undefined }) {
  const there = useQuery(fileInfo(root, taken.at)).data;
  const coming = useQuery({ ...fileInfo(root, taken.path), enabled: known === undefined }).data;
  return (
    <ConflictFacts
      label={known === undefined ? "What comes" : "In the trash"}
      there={there ? factsOf(there) : null}
      coming={known ?? (coming ? factsOf(coming) : null)}
    />
  );
}

/** Asks what to do where a name is taken: one by one, or once for all that are left. */
export function ConflictDialog({ root, asked, onDone, onClosed }: ConflictDialogProps) {
  const places = new Map<VolumePath, Taken>(asked.taken.map((taken) => [taken.path, taken]));
  const [queue, setQueue] = useState(() => conflictQueue([...places.keys()]));
  const [path] = queue.waiting;
  const taken = path === undefined ? undefined : places.get(path);
  if (taken === undefined) return null;
  const others = queue.waiting.length - 1;
  const answer = (choice: ConflictAnswer, all: boolean) => {
    const next = decide(queue, choice, all);
    if (next.waiting.length === 0) onDone(next);
    else setQueue(next);
  };
  return (
    <ConflictQuestion
      of={taken.path}
      title={<span className="wrap-anywhere">{spokenName(nameOf(taken.at))} already exists</span>}
      description={
        <>
          {asked.act}, into <span className="font-mono wrap-anywhere">{parentOf(taken.at)}</span>
        </>
      }
      choices={CHOICES}
      others={others}
      forAll={`Do the same for the other ${others === 1 ? "one" : count(others)}`}
      onAnswer={answer}
      onLater={() => onDone(decide(queue, "skip", true))}
      onCloseAutoFocus={(event) => {
        event.preventDefault();
        onClosed();
      }}
    >
      <BothFacts root={root} taken={taken} known={asked.known.get(taken.path)} />
    </ConflictQuestion>
  );
}
