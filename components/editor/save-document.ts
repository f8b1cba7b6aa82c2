import { failureOf } from "#lib/actions/failure.ts";
import { ApiError } from "#lib/api/api-error.ts";
import type { VolumePath } from "#lib/api/paths.ts";
import { change, type EditorDocument, noteEdit, pathOf, saveStateOf, tell } from "./document.ts";
import { encodeText, formAfterSave } from "./encode-text.ts";
import type { FileTransport } from "./file-transport.ts";
import { lookAtDisk } from "./follow-disk.ts";
import { readTheirs } from "./resolve-conflict.ts";
import { preconditionOf } from "./save-state.ts";

/** The file is not the version the save was to replace. Never answered by writing over it. */
const isConflict = (error: unknown): boolean =>
  error instanceof ApiError && (error.code === "precondition_failed" || error.code === "file_not_found");

/**
 * Saves the text over exactly the version it started from. Ends in `clean`, or in `dirty` when something was typed
 * meanwhile, `conflict` when another version is on the disk, or back where it was with the failure noted. Never throws.
 */
export function saveDocument(document: EditorDocument, transport: FileTransport): Promise<void> {
  document.saving ??= save(document, transport).finally(() => {
    document.saving = null;
  });
  return document.saving;
}

async function save(document: EditorDocument, transport: FileTransport): Promise<void> {
  const { content, path } = document.state.get();
  if (content.kind !== "text" || !document.text) return;
  const condition = preconditionOf(content.save);
  if (condition === null) return;
  const lines = document.text.lines();
  const version = document.text.version();
  document.seenWhileSaving = undefined;
  tell(document, { type: "save-started" });
  try {
    const { etag } = await transport.write(document.root, path, encodeText(lines, content.form), condition);
    document.savedVersion = version;
    tell(document, { type: "saved", etag, when: Date.now() });
    adoptForm(document, lines);
    noteEdit(document);
  } catch (error) {
    if (!isConflict(error)) {
      tell(document, { type: "save-failed", failure: failureOf(error) });
      return;
    }
    if (pathOf(document) !== path) {
      // It was renamed while the bytes were on their way: the same save, to where it is now.
      tell(document, { type: "save-failed", failure: failureOf(error) });
      return save(document, transport);
    }
    tell(document, { type: "conflicted" });
    await readTheirs(document, transport);
    return;
  }
  if (document.seenWhileSaving !== undefined && document.seenWhileSaving !== saveStateOf(document)?.etag)
    await lookAtDisk(document, transport);
}

function adoptForm(document: EditorDocument, lines: readonly string[]): void {
  const { content } = document.state.get();
  if (content.kind !== "text") return;
  const form = formAfterSave(lines, content.form);
  if (form !== content.form) change(document, { content: { ...content, form } });
}

/**
 * Writes the text as another file, never over one that exists.
 * @throws ApiError precondition_failed when `path` is taken
 */
export async function saveCopy(document: EditorDocument, transport: FileTransport, path: VolumePath): Promise<void> {
  const { content } = document.state.get();
  if (content.kind !== "text" || !document.text) return;
  const bytes = encodeText(document.text.lines(), content.form);
  await transport.write(document.root, path, bytes, { if_none_match: "*" });
}
