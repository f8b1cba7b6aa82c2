import { parseTable } from "./parse-table.ts";

export type TableRequest = { source: Blob; isWhole: boolean };

// Parsing a large file would hold up typing and scrolling: it is done here.
self.onmessage = async ({ data }: MessageEvent<TableRequest>) => {
  self.postMessage(parseTable(await data.source.text(), data.isWhole));
};
