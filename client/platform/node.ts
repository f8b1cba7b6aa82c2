import { fileSource } from "#lib/api/client/node/file-source.ts";
import { localTree } from "#lib/api/client/node/local-tree.ts";
import { saveDownload } from "#lib/api/client/node/save-download.ts";
import { tarSource } from "#lib/api/client/node/tar-source.ts";
import type { Platform } from "./platform.ts";

/** As Node has it: the disk, and a WebSocket whose request takes headers. */
export const platform: Platform = {
  openSocket(url, bearer) {
    if (globalThis.WebSocket === undefined) throw new Error("Watching needs Node 22 or newer.");
    // Node's own takes options where the standard has subprotocols alone; the types know the standard.
    const options = { headers: { authorization: `Bearer ${bearer}` } } as unknown as string[];
    return new WebSocket(url, options);
  },
  openFile: fileSource,
  async openDirectory(path, exclude) {
    const { entries, skipped } = await localTree(path, exclude);
    const files = entries.filter(({ type }) => type === "file");
    const bytes = files.reduce((sum, { size }) => sum + size, 0);
    return { source: tarSource(entries), bytes, fileCount: files.length, skipped };
  },
  save: saveDownload,
};
