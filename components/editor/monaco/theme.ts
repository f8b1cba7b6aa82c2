import { colourReader } from "#components/ui/colour-reader.ts";
import type { MonacoApi } from "./load-monaco.ts";

const NAME = "nullspace";

/** Draws the editor in the colours of the page, and again whenever the page's theme changes. */
export function followTheme(monaco: MonacoApi): void {
  const draw = () => {
    monaco.editor.defineTheme(NAME, themeOfPage());
    monaco.editor.setTheme(NAME);
  };
  draw();
  new MutationObserver(draw).observe(document.documentElement, { attributeFilter: ["data-theme"] });
}

function themeOfPage(): Parameters<MonacoApi["editor"]["defineTheme"]>[1] {
  const colour = colourReader();
  const token = (token: string, name: string, fontStyle?: string) => ({
    token,
    foreground: colour(name).slice(1, 7),
    ...(fontStyle ? { fontStyle } : {}),
  });
  return {
    base: document.documentElement.dataset.theme === "dark" ? "vs-dark" : "vs",
    inherit: false,
    rules: [
      { token: "", foreground: colour("ink").slice(1, 7), background: colour("panel").slice(1, 7) },
      token("comment", "faint", "italic"),
      ...["string", "attribute.value", "regexp"].map((name) => token(name, "ok")),
      ...["number", "constant", "keyword.json"].map((name) => token(name, "info")),
      ...["keyword", "tag", "metatag", "key", "string.link"].map((name) => token(name, "link")),
      ...["type", "namespace", "attribute.name", "variable.predefined", "annotation"].map((name) =>
        token(name, "warn"),
      ),
      ...["string.key", "property"].map((name) => token(name, "link")),
      ...["delimiter", "operator"].map((name) => token(name, "muted")),
      token("strong", "ink", "bold"),
      token("emphasis", "ink", "italic"),
      token("invalid", "bad"),
    ],
    colors: {
      "editor.background": colour("panel"),
      "editor.foreground": colour("ink"),
      "editorCursor.foreground": colour("link"),
      "editorLineNumber.foreground": colour("faint"),
      "editorLineNumber.activeForeground": colour("ink"),
      "editor.lineHighlightBackground": colour("hover"),
      "editor.lineHighlightBorder": "#00000000",
      "editor.selectionBackground": colour("accent", 0.24),
      "editor.inactiveSelectionBackground": colour("accent", 0.14),
      "editor.wordHighlightBackground": colour("active"),
      "editor.wordHighlightStrongBackground": colour("active"),
      "editor.findMatchBackground": colour("warn-fill", 0.45),
      "editor.findMatchHighlightBackground": colour("warn-fill", 0.2),
      "editorIndentGuide.background1": colour("line"),
      "editorIndentGuide.activeBackground1": colour("line-strong"),
      "editorWhitespace.foreground": colour("line-strong"),
      "editorBracketMatch.background": colour("active"),
      "editorBracketMatch.border": colour("line-strong"),
      "editorGutter.background": colour("panel"),
      "editorWidget.background": colour("panel"),
      "editorWidget.foreground": colour("ink"),
      "editorWidget.border": colour("line-strong"),
      "editorSuggestWidget.selectedBackground": colour("active"),
      "editorSuggestWidget.selectedForeground": colour("ink"),
      "editorSuggestWidget.highlightForeground": colour("link"),
      "editorHoverWidget.background": colour("panel"),
      "editorError.foreground": colour("bad"),
      "editorWarning.foreground": colour("warn-fill"),
      "editorOverviewRuler.border": "#00000000",
      "input.background": colour("panel"),
      "input.foreground": colour("ink"),
      "input.border": colour("control"),
      "inputOption.activeBackground": colour("accent-soft"),
      "inputOption.activeForeground": colour("link"),
      "menu.background": colour("panel"),
      "menu.foreground": colour("ink"),
      "menu.selectionBackground": colour("hover"),
      "menu.selectionForeground": colour("ink"),
      "menu.separatorBackground": colour("line"),
      "list.hoverBackground": colour("hover"),
      "list.focusBackground": colour("active"),
      "list.focusForeground": colour("ink"),
      "quickInput.background": colour("panel"),
      "quickInput.foreground": colour("ink"),
      "quickInputList.focusBackground": colour("active"),
      "quickInputList.focusForeground": colour("ink"),
      "widget.shadow": "#00000022",
      focusBorder: colour("link"),
      foreground: colour("ink"),
      "scrollbar.shadow": "#00000000",
      "scrollbarSlider.background": colour("ink", 0.16),
      "scrollbarSlider.hoverBackground": colour("ink", 0.26),
      "scrollbarSlider.activeBackground": colour("ink", 0.36),
      "diffEditor.insertedTextBackground": colour("ok", 0.2),
      "diffEditor.removedTextBackground": colour("bad", 0.2),
      "diffEditor.insertedLineBackground": colour("ok-soft"),
      "diffEditor.removedLineBackground": colour("bad-soft"),
      "diffEditor.diagonalFill": colour("line"),
      "diffEditor.border": colour("line"),
    },
  };
}
