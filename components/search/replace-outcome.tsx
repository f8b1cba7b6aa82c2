"use client";
import { useEffect, useRef } from "react";
import type { TextPlace } from "#components/editor/reveal-line.ts";
import { Button } from "#components/ui/button.tsx";
import { Notice, Refusal } from "#components/ui/notice.tsx";
import type { VolumePath } from "#lib/api/paths.ts";
import type { Outcome } from "./apply-replace.ts";
import { PathName } from "./result-row.tsx";
import { counted } from "./search-words.ts";

type Props = {
  outcome: Outcome;
  onBack: () => void;
  onOpen: (path: VolumePath, place: TextPlace | null) => void;
};

const WHY: Record<Outcome["left_alone"][number]["reason"], string> = {
  changed: "changed meanwhile",
  gone: "gone, or no file any more",
  binary: "no UTF-8 text any more",
  too_large: "would be too large",
  no_match: "nothing to change",
  refused: "may not be written",
};

/** How a replace ended: what was done, what was left alone and why, and what was not tried. */
export function ReplaceOutcome({ outcome, onBack, onOpen }: Props) {
  const { replacements, files_modified, left_alone, stopped, left, error } = outcome;
  const back = useRef<HTMLButtonElement>(null);
  // The button that was pressed is gone.
  useEffect(() => back.current?.focus(), []);
  return (
    <section aria-label="How it went" className="flex min-h-0 flex-1 flex-col gap-3 overflow-auto p-3">
      <p role="status" className="font-medium">
        {counted(replacements, "match", "matches")} replaced in {counted(files_modified, "file")}.
        {left > 0 && ` ${counted(left, "file")} not tried.`}
      </p>
      {stopped !== null && <Notice tone="warn">{stopped.message} What was replaced until then stays.</Notice>}
      <Refusal error={error} />
      {left_alone.length > 0 && (
        <div>
          <h2 className="mb-1 font-medium">{counted(left_alone.length, "file")} left as it was</h2>
          <ul>
            {left_alone.map(({ path, reason }) => (
              <li key={path}>
                <button
                  type="button"
                  onClick={() => onOpen(path, null)}
                  className="flex h-8 w-full items-center gap-2 rounded-md px-1.5 text-left hover:bg-hover"
                >
                  <PathName path={path} />
                  <span className="ml-auto shrink-0 text-caption text-warn">{WHY[reason]}</span>
                </button>
              </li>
            ))}
          </ul>
        </div>
      )}
      <div>
        <Button ref={back} onClick={onBack}>
          Back to the search
        </Button>
      </div>
    </section>
  );
}
