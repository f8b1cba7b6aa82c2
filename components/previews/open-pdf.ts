import { GlobalWorkerOptions, getDocument, type PDFDocumentLoadingTask } from "pdfjs-dist";

const ASSETS = "/pdfjs";

/** Opens a PDF at a signed address, fetching the pieces that are needed. Only ever imported dynamically. */
export function openPdf(url: string): PDFDocumentLoadingTask {
  GlobalWorkerOptions.workerPort ??= new Worker(new URL("pdfjs-dist/build/pdf.worker.min.mjs", import.meta.url), {
    type: "module",
  });
  return getDocument({
    url,
    withCredentials: false,
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
