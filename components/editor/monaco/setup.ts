// Monaco itself: only ever imported dynamically, see load-monaco.ts. The core and what a text editor needs of it; no
// language service but JSON's, since the others would judge a file without its project.
import * as monaco from "monaco-editor/editor/editor.api.js";
import "monaco-editor/features/bracketMatching/register.js";
import "monaco-editor/features/caretOperations/register.js";
import "monaco-editor/features/clipboard/register.js";
import "monaco-editor/features/codeEditor/register.js";
import "monaco-editor/features/codicon/register.js";
import "monaco-editor/features/comment/register.js";
import "monaco-editor/features/contextmenu/register.js";
import "monaco-editor/features/cursorUndo/register.js";
import "monaco-editor/features/diffEditor/register.js";
import "monaco-editor/features/find/register.js";
import "monaco-editor/features/folding/register.js";
import "monaco-editor/features/fontZoom/register.js";
import "monaco-editor/features/gotoLine/register.js";
import "monaco-editor/features/hover/register.js";
import "monaco-editor/features/indentation/register.js";
import "monaco-editor/features/lineSelection/register.js";
import "monaco-editor/features/linesOperations/register.js";
import "monaco-editor/features/links/register.js";
import "monaco-editor/features/longLinesHelper/register.js";
import "monaco-editor/features/multicursor/register.js";
import "monaco-editor/features/readOnlyMessage/register.js";
import "monaco-editor/features/smartSelect/register.js";
import "monaco-editor/features/snippet/register.js";
import "monaco-editor/features/suggest/register.js";
import "monaco-editor/features/toggleTabFocusMode/register.js";
import "monaco-editor/features/tokenization/register.js";
import "monaco-editor/features/unicodeHighlighter/register.js";
import "monaco-editor/features/wordHighlighter/register.js";
import "monaco-editor/features/wordOperations/register.js";
import "monaco-editor/features/wordPartOperations/register.js";
import "./languages.ts";
import { followTheme } from "./theme.ts";

self.MonacoEnvironment = {
  getWorker: (_moduleId, label) =>
    label === "json"
      ? new Worker(new URL("monaco-editor/language/json/json.worker.js", import.meta.url), { type: "module" })
      : new Worker(new URL("monaco-editor/editor/editor.worker.js", import.meta.url), { type: "module" }),
};

// Keys of the page that Monaco would take for itself: closing a tab, and going from one to the next.
const { KeyMod, KeyCode } = monaco;
monaco.editor.addKeybindingRules([
  { keybinding: KeyMod.Alt | KeyCode.KeyW, command: "-toggleFindWholeWord" },
  { keybinding: KeyMod.Alt | KeyCode.PageUp, command: "-scrollPageUp" },
  { keybinding: KeyMod.Alt | KeyCode.PageDown, command: "-scrollPageDown" },
]);

followTheme(monaco);
// Alt+W closes the tab everywhere in the dashboard; the editor would take it for "whole words" of its search.
monaco.editor.addKeybindingRules([{ keybinding: monaco.KeyMod.Alt | monaco.KeyCode.KeyW, command: null }]);
// Its width is wrong until the font is there.
void document.fonts.ready.then(() => monaco.editor.remeasureFonts());

export { monaco };
