import { parseVolumePath } from "#lib/api/paths.ts";
import { ms, type Table, timed } from "./measure.ts";
import type { Measured } from "./measured.ts";
import { plantText } from "./plant-text.ts";

const FILES = 5_000;
/** A call takes more, but has to end in time on a slow disk too. */
const AT_ONCE = 200;

/** Replacing a word in each of many files, first as a dry run. */
export async function replacing(system: Measured): Promise<Table> {
  const volume = await system.api.volumes.create({ name: "bench-replace" });
  const planted = await plantText(system, volume.id, FILES, () => true);
  const files = planted.map((text) => {
    const parsed = parseVolumePath(text);
    if (!parsed.ok) throw new Error(parsed.problem);
    return parsed.path;
  });
  const rows: Table["rows"] = [];
  for (const dry_run of [true, false]) {
    let modified = 0;
    const how = { pattern: "needle", replacement: "pin", literal: true, case_sensitive: true, dry_run };
    const took = await timed(async () => {
      for (let start = 0; start < FILES; start += AT_ONCE) {
        const input = { ...how, files: files.slice(start, start + AT_ONCE) };
        modified += (await system.api.searching.replace(volume.id, input)).files_modified;
      }
    });
    if (modified !== FILES) throw new Error(`${modified} files were modified`);
    const rate = `${Math.round((FILES / took) * 1000)} files/s`;
    rows.push({ what: dry_run ? "dry run" : "replace, each file fsynced", time: ms(took), rate });
  }
  await system.api.volumes.delete(volume.id);
  return { title: `Replacing in ${FILES.toLocaleString("en")} files`, rows };
}
