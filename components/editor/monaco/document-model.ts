import type { editor } from "monaco-editor/editor/editor.api.js";
import { nameOf } from "#lib/api/paths.ts";
import type { TextForm } from "../decode-text.ts";
import { type EditorDocument, noteEdit, pathOf, type TextHolder } from "../document.ts";
import { languageOfFile } from "../language-of-file.ts";
import { minimalEdit } from "../minimal-edit.ts";
import type { MonacoApi } from "./load-monaco.ts";

type ModelText = TextHolder & { readonly model: editor.ITextModel };
type View = editor.ICodeEditorViewState | null;

const models = new WeakMap<EditorDocument, ModelText>();
const views = new WeakMap<EditorDocument, View>();

/** The model of a document that holds text; made the first time, with the text's undo history from then on. */
export function modelOf(monaco: MonacoApi, document: EditorDocument): editor.ITextModel | null {
  const { text } = document;
  if (!text) return null;
  const known = models.get(document);
  if (known === text) return known.model;
  const lines = text.lines();
  const model = monaco.editor.createModel(lines.join("\n"), languageOf(document, lines[0] ?? ""));
  const { content } = document.state.get();
  if (content.kind === "text") setLineEnds(monaco, model, content.form);
  const holder = holderOf(monaco, model);
  models.set(document, holder);
  document.text = holder;
  document.savedVersion = holder.version();
  model.onDidChangeContent(() => noteEdit(document));
  return model;
}

/** Gives the model the language of the document's name as it is now. */
export function nameLanguage(monaco: MonacoApi, document: EditorDocument): void {
  const model = models.get(document)?.model;
  if (model && !model.isDisposed())
    monaco.editor.setModelLanguage(model, languageOf(document, model.getLineContent(1)));
}

export const keepView = (document: EditorDocument, view: View): void => void views.set(document, view);
export const keptView = (document: EditorDocument): View => views.get(document) ?? null;

const languageOf = (document: EditorDocument, firstLine: string) => languageOfFile(nameOf(pathOf(document)), firstLine);

/** What is mixed on the disk is edited with plain newlines; saving gives every line its own end back. */
function setLineEnds(monaco: MonacoApi, model: editor.ITextModel, { endings }: TextForm): void {
  const { CRLF, LF } = monaco.editor.EndOfLineSequence;
  model.setEOL(endings.kind === "crlf" ? CRLF : LF);
}

function holderOf(monaco: MonacoApi, model: editor.ITextModel): ModelText {
  return {
    model,
    lines: () => model.getLinesContent(),
    version: () => model.getAlternativeVersionId(),
    dispose: () => model.dispose(),
    replace: (text, form) => {
      setLineEnds(monaco, model, form);
      const after = text.replace(/\r\n|\r|\n/g, model.getEOL());
      const edit = minimalEdit(model.getValue(), after);
      const range = monaco.Range.fromPositions(model.getPositionAt(edit.start), model.getPositionAt(edit.end));
      model.pushStackElement();
      model.pushEditOperations([], [{ range, text: edit.text, forceMoveMarkers: false }], () => null);
      model.pushStackElement();
    },
  };
}
