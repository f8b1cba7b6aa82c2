import type { Readable } from "node:stream";

/** Bytes that are kept of what a command says on one of its outputs. */
const MAX_OUTPUT_BYTES = 4 * 1024 * 1024;

export type Output = { text: string; truncated: boolean };

/** The line that stands for what was left out. */
const marker = (bytes: number) => `\n[${bytes} more bytes were left out]\n`;

/**
 * Reads an output to its end, however much there is, and keeps the beginning.
 * @returns what was said so far, at any time
 */
export function collectOutput(stream: Readable): () => Output {
  const chunks: Buffer[] = [];
  let kept = 0;
  let left = 0;
  stream.on("data", (chunk: Buffer) => {
    const fits = chunk.subarray(0, MAX_OUTPUT_BYTES - kept);
    if (fits.length > 0) chunks.push(fits);
    kept += fits.length;
    left += chunk.length - fits.length;
  });
  return () => ({
    text: Buffer.concat(chunks).toString() + (left > 0 ? marker(left) : ""),
    truncated: left > 0,
  });
}
