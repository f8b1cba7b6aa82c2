import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { VolumeId } from "#lib/api/ids.ts";
import { childOf, ROOT } from "#lib/api/paths.ts";
import { dataOf } from "../../e2e/support/data-of.ts";
import { median, ms, type Table, timed } from "./measure.ts";
import type { Measured } from "./measured.ts";

/** Listing folders that were made directly on the disk, as a sandbox would have. */
export async function listing(system: Measured, volume: VolumeId): Promise<Table> {
  const rows: Table["rows"] = [];
  for (const count of [1_000, 10_000, 100_000]) {
    const name = `entries-${count}`;
    const directory = join(await dataOf(system, volume), name);
    await mkdir(directory);
    for (let index = 0; index < count; index++) await writeFile(join(directory, `file-${index}.txt`), "");
    const path = childOf(ROOT, name);
    const first = () => system.api.files.page(volume, path, { limit: 200 });
    const cold = await timed(first);
    const warm: number[] = [];
    for (let run = 0; run < 9; run++) warm.push(await timed(first));
    const whole = await timed(async () => {
      const entries = await system.api.files.list(volume, path);
      if (entries.length !== count) throw new Error(`${entries.length} entries came instead of ${count}`);
    });
    rows.push({
      entries: count.toLocaleString("en"),
      "first page, cold": ms(cold),
      "first page, warm (median of 9)": ms(median(warm)),
      whole: ms(whole),
    });
  }
  return { title: "Listing a folder", rows };
}
