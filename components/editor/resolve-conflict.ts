import { failureOf } from "#lib/actions/failure.ts";
import { decodeText } from "./decode-text.ts";
import { change, type EditorDocument, pathOf, saveStateOf, tell } from "./document.ts";
import type { FileRead, FileTransport } from "./file-transport.ts";
import type { Theirs } from "./save-state.ts";

/** Shows the choice although no save was refused yet. */
export async function compareWithDisk(document: EditorDocument, transport: FileTransport): Promise<void> {
  if (tell(document, { type: "conflicted" })?.at === "conflict") await readTheirs(document, transport);
}

/** Reads what is on the disk now into an open conflict. Call again to retry. */
export async function readTheirs(document: EditorDocument, transport: FileTransport): Promise<void> {
  tell(document, { type: "theirs-read", theirs: { is: "loading" } });
  const theirs = await transport
    .read(document.root, pathOf(document))
    .then(theirsOf, (error: unknown): Theirs => ({ is: "unknown", failure: failureOf(error) }));
  tell(document, { type: "theirs-read", theirs });
}

function theirsOf(read: FileRead): Theirs {
  if (read.kind === "missing") return { is: "gone" };
  if (read.kind === "head") return { is: "incomparable", etag: read.etag };
  const decoded = decodeText(read.bytes);
  return decoded.kind === "text"
    ? { is: "there", etag: read.etag, text: decoded.text, form: decoded.form }
    : { is: "incomparable", etag: read.etag };
}

/** Gives up what was typed for what is on the disk. Undo brings it back. */
export function takeTheirs(document: EditorDocument): void {
  const save = saveStateOf(document);
  const { content } = document.state.get();
  if (save?.at !== "conflict" || save.theirs.is !== "there" || content.kind !== "text" || !document.text) return;
  const { text, form } = save.theirs;
  document.text.replace(text, form);
  document.savedVersion = document.text.version();
  tell(document, { type: "took-theirs", when: Date.now() });
  const { content: taken } = document.state.get();
  if (taken.kind === "text") change(document, { content: { ...taken, form } });
}
