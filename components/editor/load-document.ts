import { mediaKindOf } from "#components/previews/preview-kind.ts";
import { failureOf } from "#lib/actions/failure.ts";
import { nameOf } from "#lib/api/paths.ts";
import { decodeHead, decodeText, looksBinary, splitLines, type TextForm } from "./decode-text.ts";
import { type Content, change, type EditorDocument, pathOf, type TextHolder } from "./document.ts";
import type { FileRead, FileTransport } from "./file-transport.ts";
import { openedState } from "./save-state.ts";

const PLAIN: TextForm = { bom: false, endings: { kind: "lf" } };

/** A text before Monaco is there, or where it cannot be edited. */
function plainText(text: string): TextHolder {
  let lines = splitLines(text).lines;
  return {
    lines: () => lines,
    version: () => 0,
    dispose: () => undefined,
    replace: (next) => {
      lines = splitLines(next).lines;
    },
  };
}

/** Reads the file of a document for the first time, or again after a failure. */
export async function loadDocument(document: EditorDocument, transport: FileTransport): Promise<void> {
  const path = pathOf(document);
  const { content } = document.state.get();
  if (mediaKindOf(nameOf(path)) !== null) {
    const revision = content.kind === "media" ? content.revision + 1 : 0;
    change(document, { content: { kind: "media", revision } });
    return;
  }
  try {
    const read = await transport.read(document.root, path);
    // A rename while it was read is followed by its own event; the bytes are the same file's.
    showRead(document, read);
  } catch (error) {
    change(document, { content: { kind: "failed", failure: failureOf(error) } });
  }
}

/** Puts what was read into the document, whatever it held before. */
export function showRead(document: EditorDocument, read: FileRead): void {
  const { content, text } = contentOf(read);
  if (text !== null && document.text) document.text.replace(text, content.kind === "text" ? content.form : PLAIN);
  else {
    document.text?.dispose();
    document.text = text === null ? null : plainText(text);
  }
  document.savedVersion = document.text?.version() ?? 0;
  change(document, { content });
}

function contentOf(read: FileRead): { content: Content; text: string | null } {
  if (read.kind === "missing") return { content: { kind: "missing" }, text: null };
  const { etag, bytes } = read;
  if (read.kind === "head") {
    if (looksBinary(bytes)) return { content: { kind: "binary", size: read.size, etag }, text: null };
    const { text, encoding } = decodeHead(bytes);
    return { content: { kind: "head", size: read.size, shown: bytes.length, encoding, etag }, text };
  }
  const decoded = decodeText(bytes);
  switch (decoded.kind) {
    case "binary":
      return { content: { kind: "binary", size: bytes.length, etag }, text: null };
    case "foreign":
      return { content: { kind: "foreign", encoding: decoded.encoding, etag }, text: decoded.text };
    case "text":
      return { content: { kind: "text", form: decoded.form, save: openedState(etag, Date.now()) }, text: decoded.text };
  }
}
