import { sha256 } from "./sha256.ts";

/** Bytes looked at in each of three places. */
const SAMPLE = 64 * 1024;

/**
 * What a file is known by when it is chosen again after a reload: its size, when it was changed, and a hash of its beginning,
 * middle and end. Reading all of a large file would take as long as sending it.
 */
export async function fingerprintOf(file: Blob & { lastModified?: number }): Promise<string> {
  const middle = Math.max(0, Math.floor(file.size / 2) - SAMPLE / 2);
  const samples = [0, middle, Math.max(0, file.size - SAMPLE)].map((from) => file.slice(from, from + SAMPLE));
  const hash = await sha256(await new Blob(samples).arrayBuffer());
  return `${file.size}-${file.lastModified ?? 0}-${hash ?? "unsampled"}`;
}
