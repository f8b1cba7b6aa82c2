"use client";
import { useEffect, useRef } from "react";
import { Spinner } from "#components/ui/spinner.tsx";
import { editorOptions } from "./editor-options.ts";
import type { MonacoApi } from "./load-monaco.ts";
import { useMonaco } from "./use-monaco.ts";

type Props = {
  /** What is on the disk. */
  theirs: string;
  mine: string;
  language: string;
};

const RELEASE_AFTER_MS = 5_000;

/** Two texts, side by side where there is room. Read-only, code actions too. */
export function DiffView(props: Props) {
  const { monaco } = useMonaco();
  if (monaco) return <LoadedDiff {...props} monaco={monaco} />;
  return (
    <div className="flex h-full items-center justify-center text-muted">
      <Spinner />
    </div>
  );
}

function LoadedDiff({ theirs, mine, language, monaco }: Props & { monaco: MonacoApi }) {
  const host = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!host.current) return;
    const original = monaco.editor.createModel(theirs, language);
    const modified = monaco.editor.createModel(mine, language);
    const diff = monaco.editor.createDiffEditor(host.current, {
      ...editorOptions(),
      readOnly: true,
      originalEditable: false,
      renderMarginRevertIcon: false,
      renderOverviewRuler: false,
      useInlineViewWhenSpaceIsLimited: true,
      renderSideBySideInlineBreakpoint: 640,
      ignoreTrimWhitespace: false,
      hideUnchangedRegions: { enabled: true, contextLineCount: 3, minimumLineCount: 6 },
    });
    diff.getOriginalEditor().updateOptions({ ariaLabel: "The version on disk" });
    diff.getModifiedEditor().updateOptions({ ariaLabel: "Your version" });
    diff.setModel({ original, modified });
    return () => {
      diff.dispose();
      // A comparison that is under way in the worker still asks for them.
      setTimeout(() => {
        original.dispose();
        modified.dispose();
      }, RELEASE_AFTER_MS);
    };
  }, [monaco, theirs, mine, language]);
  return <div ref={host} className="h-full" />;
}
