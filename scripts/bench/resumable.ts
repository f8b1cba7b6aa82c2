import type { VolumeId } from "#lib/api/ids.ts";
import { childOf, ROOT, type VolumePath } from "#lib/api/paths.ts";
import { send } from "./bytes.ts";
import { inTurns } from "./in-turns.ts";
import { GiB, median, ms, rate, type Table, timed } from "./measure.ts";
import type { Measured } from "./measured.ts";
import { uploadTo } from "./transfers.ts";

const SIZE = 2 * GiB;
const AT_ONCE = 4;
const RUNS = 3;

/** The whole of an upload by parts: the session, its parts, and the act that publishes them. */
async function uploadInParts(system: Measured, volume: VolumeId, path: VolumePath): Promise<void> {
  const { session } = await system.api.uploads.create(volume, {
    kind: "file",
    source_kind: "restartable_file",
    target_path: path,
    content_length: SIZE,
    conflict: "merge",
    checksum_algorithm: "sha256",
    metadata: {},
  });
  const { upload_id: id, part_size: partSize, part_count: count } = session;
  const headers = { authorization: `Bearer ${system.apiKey}`, "content-type": "application/octet-stream" };
  const numbers = Array.from({ length: count }, (_, number) => number);
  await inTurns(numbers, AT_ONCE, async (number) => {
    const url = `${system.apiUrl}/v1/volumes/${volume}/uploads/${id}/parts/${number}`;
    await send(url, "PUT", headers, Math.min(partSize, SIZE - number * partSize));
  });
  const { published_bytes } = await system.api.uploads.complete(volume, id);
  if (published_bytes !== SIZE) throw new Error(`${published_bytes} bytes were published instead of ${SIZE}`);
}

/** A resumable upload by parts, four at a time, beside the same bytes in one stream. */
export async function resumable(system: Measured): Promise<Table> {
  const { id } = await system.api.volumes.create({ name: "bench-resumable" });
  const whole: number[] = [];
  const parts: number[] = [];
  for (let run = 0; run < RUNS; run++) {
    whole.push(await timed(() => uploadTo(system, id, "stream.bin", SIZE)));
    parts.push(await timed(() => uploadInParts(system, id, childOf(ROOT, "parts.bin"))));
  }
  await system.api.volumes.delete(id);
  const row = (what: string, took: number, share: string) => ({
    [`2 GiB, median of ${RUNS}`]: what,
    time: ms(took),
    rate: rate(SIZE, took),
    "of one stream": share,
  });
  return {
    title: "A resumable upload",
    rows: [
      row("one stream, by grant", median(whole), ""),
      row("a session, 4 parts at a time", median(parts), (median(whole) / median(parts)).toFixed(2)),
    ],
  };
}
