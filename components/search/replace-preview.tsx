"use client";
import { ArrowLeft, SearchX } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import type { TextPlace } from "#components/editor/reveal-line.ts";
import { Button } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { ErrorState } from "#components/ui/error-state.tsx";
import { IconButton } from "#components/ui/icon-button.tsx";
import { Spinner } from "#components/ui/spinner.tsx";
import type { FileRoot } from "#lib/api/file-root.ts";
import type { VolumePath } from "#lib/api/paths.ts";
import type { FileMatches, PreviewReplaceInput } from "#lib/api/replacing.ts";
import { applyReplace, chosenFiles, type Outcome } from "./apply-replace.ts";
import { PreviewList } from "./preview-list.tsx";
import { previewRows } from "./preview-rows.ts";
import { ReplaceOutcome } from "./replace-outcome.tsx";
import { counted } from "./search-words.ts";
import { countTicked } from "./ticks.ts";
import { usePreview } from "./use-preview.ts";
import { useTicks } from "./use-ticks.ts";

type Props = {
  root: FileRoot;
  input: PreviewReplaceInput;
  onOpen: (path: VolumePath, place: TextPlace | null) => void;
  onBack: () => void;
  /** Something was replaced. */
  onDone: () => void;
};

type Applying = { readonly done: number; readonly of: number; readonly stop: () => void };

/** What a replace would change, file by file and match by match, each to be ticked; then it is done, and said how it went. */
export function ReplacePreview({ root, input, onOpen, onBack, onDone }: Props) {
  const preview = usePreview(root, input);
  const [applying, setApplying] = useState<Applying | null>(null);
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  const running = useRef<AbortController | null>(null);
  useEffect(() => () => running.current?.abort(), []);

  const files = preview.found.filter((one): one is FileMatches => one.type === "file");
  const { ticks, tickRow, forget } = useTicks(JSON.stringify([root.id, input]), files);
  const matches = files.reduce((sum, file) => sum + countTicked(ticks, file), 0);
  const touched = files.filter((file) => countTicked(ticks, file) > 0).length;
  const looking = preview.end === null && preview.error === null;

  const apply = async () => {
    const chosen = chosenFiles(files, ticks);
    const control = new AbortController();
    running.current = control;
    const show = (done: number) => setApplying({ done, of: chosen.length, stop: () => control.abort() });
    show(0);
    const result = await applyReplace(root, input, chosen, { onProgress: show, signal: control.signal });
    forget();
    setApplying(null);
    setOutcome(result);
    onDone();
  };

  if (outcome !== null) return <ReplaceOutcome outcome={outcome} onBack={onBack} onOpen={onOpen} />;
  if (preview.error !== null)
    return (
      <ErrorState
        title="There is no preview"
        error={preview.error}
        className="flex-1"
        action={<Button onClick={onBack}>Back to the search</Button>}
      />
    );
  if (preview.end !== null && preview.found.length === 0)
    return (
      <EmptyState
        icon={<SearchX aria-hidden="true" />}
        title="Nothing to replace"
        className="flex-1 justify-center"
        action={<Button onClick={onBack}>Back to the search</Button>}
      >
        {counted(preview.end.looked_at, "file")} were looked into.
      </EmptyState>
    );
  const cut = preview.end?.cut ?? null;
  return (
    <>
      <div className="flex min-h-8 shrink-0 items-center gap-2 border-b px-1.5 text-caption text-muted">
        <IconButton label="Back to the search" onClick={onBack}>
          <ArrowLeft aria-hidden="true" />
        </IconButton>
        {looking && <Spinner />}
        <span role="status" className="min-w-0 flex-1">
          {looking ? "Looking what would change… " : ""}
          {counted(files.length, "file")} with a match
          {cut === "limit" && "; there are more, which come after these are done"}
          {cut === "time" && "; it took too long, and there may be more"}
        </span>
      </div>
      <PreviewList rows={previewRows(preview.found)} ticks={ticks} onTick={tickRow} onOpen={onOpen} />
      <div className="flex min-h-12 shrink-0 flex-wrap items-center gap-2 border-t px-3 py-2">
        <span role="status" className="min-w-0 flex-1 text-muted">
          {applying === null
            ? "Each file is changed only if it is still as shown. There is no undo."
            : `${applying.done} of ${counted(applying.of, "file")}…`}
        </span>
        {applying !== null && <Button onClick={applying.stop}>Stop</Button>}
        <Button
          variant="primary"
          pending={applying !== null}
          reason={looking ? "Wait until all is looked at" : matches === 0 ? "Nothing is ticked" : null}
          onClick={() => void apply()}
        >
          Replace {counted(matches, "match", "matches")} in {counted(touched, "file")}
        </Button>
      </div>
    </>
  );
}
