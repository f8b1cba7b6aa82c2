import type { editor } from "monaco-editor/editor/editor.api.js";

/** What every editor of the page has in common: calm, narrow enough for a pane, and true to the bytes. */
export function editorOptions(): editor.IEditorOptions & editor.IGlobalEditorOptions {
  return {
    automaticLayout: true,
    fontFamily: getComputedStyle(document.documentElement).getPropertyValue("--font-geist-mono") || "monospace",
    fontSize: 13,
    lineHeight: 20,
    minimap: { enabled: false },
    scrollBeyondLastLine: false,
    overviewRulerBorder: false,
    hideCursorInOverviewRuler: true,
    renderLineHighlightOnlyWhenFocus: true,
    lineNumbersMinChars: 4,
    lineDecorationsWidth: 12,
    folding: true,
    showFoldingControls: "mouseover",
    padding: { top: 8, bottom: 8 },
    fixedOverflowWidgets: true,
    stickyScroll: { enabled: false },
    scrollbar: { verticalScrollbarSize: 10, horizontalScrollbarSize: 10, useShadows: false },
    // Such characters are part of the file: to be kept, not to be asked about.
    unusualLineTerminators: "off",
    wordBasedSuggestions: "currentDocument",
    multiCursorModifier: "alt",
    cursorBlinking: matchMedia("(prefers-reduced-motion: reduce)").matches ? "solid" : "blink",
    smoothScrolling: false,
  };
}
