import { readFile } from "node:fs/promises";
import { join } from "node:path";

const FOLDERS = ["cmaps", "standard_fonts", "wasm", "iccs"];
const NAME = /^[A-Za-z0-9][A-Za-z0-9_.-]*$/;

/** What pdf.js fetches for some documents: character maps, standard fonts, image decoders. Part of the package, no data. */
export async function GET(_request: Request, { params }: { params: Promise<{ folder: string; file: string }> }) {
  const { folder, file } = await params;
  if (!FOLDERS.includes(folder) || !NAME.test(file)) return new Response(null, { status: 404 });
  const path = join(/* turbopackIgnore: true */ process.cwd(), "node_modules", "pdfjs-dist", folder, file);
  const bytes = await readFile(path).catch(() => null);
  if (!bytes) return new Response(null, { status: 404 });
  return new Response(new Uint8Array(bytes), {
    headers: {
      "content-type": file.endsWith(".wasm")
        ? "application/wasm"
        : file.endsWith(".js")
          ? "text/javascript"
          : "application/octet-stream",
      "cache-control": "public, max-age=604800",
    },
  });
}
