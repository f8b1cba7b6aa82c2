import { GlobalWorkerOptions, getDocument, PDFDataRangeTransport, type PDFDocumentLoadingTask } from "pdfjs-dist";
import type { ReadRange } from "./use-read-range.ts";

const ASSETS = "/pdfjs";
const FIRST_BYTES = 64 * 1024;

/** Fetches the pieces that are needed, as long as one reads on. */
class Pieces extends PDFDataRangeTransport {
  readonly #read: ReadRange;
  readonly #onFailed: (error: unknown) => void;

  constructor(size: number, first: Uint8Array, read: ReadRange, onFailed: (error: unknown) => void) {
    super(size, first);
    this.#read = read;
    this.#onFailed = onFailed;
  }

  override requestDataRange(begin: number, end: number): void {
    this.#read(begin, end - begin).then(({ bytes }) => this.onDataRange(begin, bytes), this.#onFailed);
  }
}

/**
 * Opens a PDF piece by piece. Only ever imported dynamically.
 * @param onFailed a later piece did not come: what is not drawn yet never will be
 * @throws ApiError
 */
export async function openPdf(read: ReadRange, onFailed: (error: unknown) => void): Promise<PDFDocumentLoadingTask> {
  const { bytes, size } = await read(0, FIRST_BYTES);
  GlobalWorkerOptions.workerPort ??= new Worker(new URL("pdfjs-dist/build/pdf.worker.min.mjs", import.meta.url), {
    type: "module",
  });
  return getDocument({
    range: new Pieces(size, bytes, read, onFailed),
    // Forms are programs of their own; fonts and pictures come from this dashboard, not from where the file says.
    enableXfa: false,
    disableAutoFetch: true,
    disableStream: true,
    cMapUrl: `${ASSETS}/cmaps/`,
    standardFontDataUrl: `${ASSETS}/standard_fonts/`,
    wasmUrl: `${ASSETS}/wasm/`,
    iccUrl: `${ASSETS}/iccs/`,
  });
}
