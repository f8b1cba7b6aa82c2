import { counted } from "#lib/api/client/bytes.ts";

/** What can be written: text, bytes, or a stream of them with its length. */
export type Content = string | Uint8Array<ArrayBuffer> | Blob | { stream: ReadableStream<Uint8Array>; size: number };

export type TransferOptions = {
  /** Ends it; it throws the signal's reason. What was there before stays. */
  signal?: AbortSignal;
  /** Told as bytes travel. @param done of `total` bytes */
  onProgress?: (done: number, total: number) => void;
};

export type DownloadOptions = {
  signal?: AbortSignal;
  /** Told as bytes arrive. @param total bytes; null of an archive, whose size nobody knows before */
  onProgress?: (done: number, total: number | null) => void;
};

/** The body of an answer, its progress told. */
export function bodyOf(response: Response, { onProgress }: DownloadOptions): ReadableStream<Uint8Array> {
  const body = response.body ?? new Blob([]).stream();
  if (onProgress === undefined) return body;
  const length = response.headers.get("content-length");
  const total = length === null ? null : Number(length);
  return counted(body, (done) => onProgress(done, total));
}
