import { change, type EditorDocument, etagOf, pathOf, saveStateOf, tell } from "./document.ts";
import type { FileTransport } from "./file-transport.ts";
import { loadDocument, showRead } from "./load-document.ts";

/**
 * Looks at what is on the disk now: a text nobody touched is reloaded, one that was edited is told. Called when events
 * say that the file may have changed; a look that fails changes nothing, the next save will be caught by its version.
 * @param known the version that an event told; asked from the server when absent
 */
export async function lookAtDisk(
  document: EditorDocument,
  transport: FileTransport,
  known?: string | null,
): Promise<void> {
  const { content } = document.state.get();
  if (content.kind === "loading") return;
  if (content.kind === "media" || content.kind === "failed") return loadDocument(document, transport);
  try {
    const etag = known === undefined ? await transport.version(document.root, pathOf(document)) : known;
    if (saveStateOf(document)?.at === "saving") {
      document.seenWhileSaving = etag;
      return;
    }
    if (etag !== null && etag === etagOf(document.state.get()) && saveStateOf(document)?.at !== "gone") return;
    if (content.kind !== "text")
      return etag === null ? change(document, { content: { kind: "missing" } }) : loadDocument(document, transport);
    const save = tell(document, { type: "disk-seen", etag });
    if (save?.at === "clean" && save.etag !== etag) await reload(document, transport);
  } catch {
    // The live mark shows that the server is not there.
  }
}

/** Puts the disk's text in the place of one that is still untouched when it has arrived. */
async function reload(document: EditorDocument, transport: FileTransport): Promise<void> {
  const read = await transport.read(document.root, pathOf(document));
  const save = saveStateOf(document);
  if (read.kind === "missing") {
    tell(document, { type: "disk-seen", etag: null });
  } else if (save?.at === "clean") {
    if (save.etag === read.etag) return;
    showRead(document, read);
    tell(document, { type: "reloaded", etag: read.etag, when: Date.now() });
  } else tell(document, { type: "disk-seen", etag: read.etag });
}
