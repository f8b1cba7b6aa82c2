"use client";
import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { Checkbox } from "#components/ui/checkbox.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { formatBytes } from "#components/ui/format-bytes.ts";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import type { VolumeId } from "#lib/api/ids.ts";
import { childOf, nameOf, type VolumePath } from "#lib/api/paths.ts";
import { fileInfo } from "#lib/queries/files.ts";
import type { ConflictQuestion } from "../acts/desk.ts";
import { count, place } from "../acts/words.ts";
import { type ConflictChoice, type ConflictQueue, conflictQueue, decide } from "../model/conflicts.ts";
import { FileIcon } from "../names/file-icon.tsx";
import { FileName } from "../names/file-name.tsx";

type ConflictDialogProps = {
  volume: VolumeId;
  question: ConflictQuestion;
  /** Skipping everything is an answer too; closing the dialog is that. */
  onDone: (queue: ConflictQueue) => void;
  /** Where the focus goes afterwards: what had it before may be gone. */
  onClosed: () => void;
};

function Side({ label, volume, path }: { label: string; volume: VolumeId; path: VolumePath }) {
  const { data } = useQuery(fileInfo(volume, path));
  const facts: ReactNode = data ? (
    <>
      {data.is_dir ? "folder" : formatBytes(data.size)} · <RelativeTime at={data.modified_time} />
    </>
  ) : (
    "…"
  );
  return (
    <div className="flex flex-col gap-0.5">
      <dt className="text-caption text-faint">{label}</dt>
      <dd className="text-muted">{facts}</dd>
    </div>
  );
}

/** Asks what to do where a name is taken: one by one, or once for all that are left. The first button has the focus. */
export function ConflictDialog({ volume, question, onDone, onClosed }: ConflictDialogProps) {
  const [queue, setQueue] = useState(() => conflictQueue(question.paths));
  const [forAll, setForAll] = useState(false);
  const [path] = queue.waiting;
  const info = useQuery({ ...fileInfo(volume, path ?? question.destination), enabled: path !== undefined });
  if (path === undefined) return null;
  const name = nameOf(path);
  const taken = childOf(question.destination, name);
  const isDirectory = info.data?.is_dir ?? false;
  const answer = (choice: ConflictChoice) => {
    const next = decide(queue, choice, forAll);
    if (next.waiting.length === 0) onDone(next);
    else setQueue(next);
  };
  const left = queue.waiting.length - 1;
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onDone(decide(queue, "skip", true))}
      onCloseAutoFocus={(event) => {
        event.preventDefault();
        onClosed();
      }}
      title="This name is taken"
      description={`${question.act}: ${place(question.destination)} already has an entry of this name.`}
      footer={
        <>
          <Button onClick={() => answer("skip")}>Skip</Button>
          <Button variant="danger" onClick={() => answer("replace")}>
            Replace
          </Button>
          <Button variant="primary" autoFocus onClick={() => answer("keep_both")}>
            Keep both
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3">
        <div className="flex min-w-0 items-center gap-2 font-medium">
          <FileIcon entry={{ name, is_dir: isDirectory, type: isDirectory ? "directory" : "file" }} />
          <FileName name={name} />
        </div>
        {path !== taken && (
          <dl className="grid grid-cols-2 gap-3">
            <Side label="Already there" volume={volume} path={taken} />
            <Side label="To be put there" volume={volume} path={path} />
          </dl>
        )}
        <p className="text-caption text-muted">
          Replace deletes for good what is there now. Keep both gives the newcomer a free name.
        </p>
        {left > 0 && (
          // biome-ignore lint/a11y/noLabelWithoutControl: the checkbox inside is the control
          <label className="flex items-center gap-2">
            <Checkbox checked={forAll} onCheckedChange={(on) => setForAll(on === true)} />
            Do the same for {left === 1 ? "the one" : `all ${count(left)}`} after it
          </label>
        )}
      </div>
    </Dialog>
  );
}
