"use client";
import type { editor } from "monaco-editor/editor/editor.api.js";
import { useEffect, useRef, useState } from "react";
import { openCommandPalette } from "#components/shell/command-palette/commands.ts";
import { Button } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { nameOf } from "#lib/api/paths.ts";
import type { EditorDocument } from "../document.ts";
import { focusWished } from "../focus-editor.ts";
import { TextSkeleton } from "../pane-skeleton.tsx";
import { placeWished } from "../reveal-line.ts";
import type { Store } from "../store.ts";
import { useDocumentState } from "../use-editor-state.ts";
import { keepView, keptView, modelOf, nameLanguage } from "./document-model.ts";
import { editorOptions } from "./editor-options.ts";
import type { MonacoApi } from "./load-monaco.ts";
import { useMonaco } from "./use-monaco.ts";

export type Cursor = { readonly line: number; readonly column: number; readonly selected: number };

type Props = {
  document: EditorDocument;
  /** Why nothing can be typed; null when it can. */
  readOnlyReason: string | null;
  cursor: Store<Cursor | null>;
};

/** Monaco around the text of a document. Switching documents keeps the cursor, scroll position and undo of each. */
export function TextEditor(props: Props) {
  const { monaco, error, retry } = useMonaco();
  if (monaco) return <LoadedEditor {...props} monaco={monaco} />;
  if (error === null) return <TextSkeleton />;
  return (
    <EmptyState title="The editor could not be loaded" action={<Button onClick={retry}>Try again</Button>}>
      Your files are untouched. Check the connection; after an update of the dashboard, reload the page.
    </EmptyState>
  );
}

function LoadedEditor({ document, readOnlyReason, cursor, monaco }: Props & { monaco: MonacoApi }) {
  const host = useRef<HTMLDivElement>(null);
  const [widget, setWidget] = useState<editor.IStandaloneCodeEditor | null>(null);
  const { path } = useDocumentState(document);
  const name = nameOf(path);

  // Ahead of the effect that disposes the widget, so that its view can still be asked for when both end.
  useEffect(() => {
    const model = modelOf(monaco, document);
    if (!widget || !model) return;
    widget.setModel(model);
    widget.restoreViewState(keptView(document));
    const { lineNumber: line, column } = widget.getPosition() ?? { lineNumber: 1, column: 1 };
    cursor.set({ line, column, selected: 0 });
    return () => {
      if (widget.getModel() === model) keepView(document, widget.saveViewState());
    };
  }, [monaco, widget, document, cursor]);

  useEffect(() => {
    if (!host.current) return;
    const created = monaco.editor.create(host.current, { ...editorOptions(), model: null });
    const told = created.onDidChangeCursorSelection(({ selection }) => {
      const selected = created.getModel()?.getValueLengthInRange(selection) ?? 0;
      cursor.set({ line: selection.positionLineNumber, column: selection.positionColumn, selected });
    });
    setWidget(created);
    return () => {
      told.dispose();
      created.dispose();
    };
  }, [monaco, cursor]);

  useEffect(() => {
    widget?.updateOptions({
      readOnly: readOnlyReason !== null,
      domReadOnly: readOnlyReason !== null,
      ...(readOnlyReason === null ? {} : { readOnlyMessage: { value: readOnlyReason } }),
      ariaLabel: `${name}, ${readOnlyReason === null ? "editor" : "read-only"}. Press Ctrl+M to let Tab move the focus.`,
      wordWrap: /\.(md|markdown|txt|log)$/i.test(name) ? "on" : "off",
    });
  }, [widget, readOnlyReason, name]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the name decides the language
  useEffect(() => nameLanguage(monaco, document), [monaco, document, name]);

  useEffect(() => {
    const grant = () => {
      if (!widget || focusWished.get() !== path) return;
      focusWished.set(null);
      widget.focus();
    };
    grant();
    return focusWished.subscribe(grant);
  }, [widget, path]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: another document brings another text
  useEffect(() => {
    const reveal = () => {
      const wished = placeWished.get();
      if (!widget?.getModel() || wished?.path !== path) return;
      placeWished.set(null);
      const { line, column, length } = wished;
      widget.setSelection(new monaco.Selection(line, column, line, column + length));
      widget.revealLineInCenter(line);
    };
    reveal();
    return placeWished.subscribe(reveal);
  }, [monaco, widget, document, path]);

  return (
    <div
      ref={host}
      className="min-h-0 flex-1"
      onKeyDownCapture={(event) => {
        // Monaco begins chords of its own with this key.
        if (event.key.toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey)
          return;
        event.preventDefault();
        event.stopPropagation();
        openCommandPalette();
      }}
    />
  );
}
