import { fetchGrant } from "#components/editor/file-transport.ts";
import type { Grant } from "#lib/api/transfers.ts";

export type Range = { readonly bytes: Uint8Array<ArrayBuffer> /** Of the whole file. */; readonly size: number };

/**
 * Reads a piece of a file.
 * @param start first byte
 * @param length at most this many bytes; fewer at the end of the file
 * @throws ApiError
 */
export async function readRange(grant: Grant, start: number, length: number, signal?: AbortSignal): Promise<Range> {
  const response = await fetchGrant(grant, {
    headers: { range: `bytes=${start}-${start + length - 1}` },
    ...(signal ? { signal } : {}),
  });
  const bytes = new Uint8Array(await response.arrayBuffer());
  const size = Number(/\/(\d+)$/.exec(response.headers.get("content-range") ?? "")?.[1] ?? bytes.length);
  return { bytes, size };
}
