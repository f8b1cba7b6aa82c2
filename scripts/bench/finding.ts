import { spawn } from "node:child_process";
import { once } from "node:events";
import { ROOT } from "#lib/api/paths.ts";
import { ripgrepPath } from "../../control-plane/searching/list-candidates.ts";
import { dataOf } from "../../e2e/support/data-of.ts";
import { median, ms, type Table, timed } from "./measure.ts";
import type { Measured } from "./measured.ts";
import { FILES_OF_A_NEEDLE, plantText } from "./plant-text.ts";

const FILES = 50_000;
const RUNS = 5;

async function bare(program: string, directory: string, pattern: string): Promise<void> {
  const args = ["--no-config", "--no-ignore", "--hidden", "--json", "-e", pattern, "./"];
  const child = spawn(program, args, { cwd: directory, stdio: ["ignore", "pipe", "inherit"] });
  child.stdout.resume();
  await once(child, "close");
}

/** Finding lines in many files over the API, beside ripgrep on the same directory; both with the files in the page cache. */
export async function finding(system: Measured): Promise<Table> {
  const volume = await system.api.volumes.create({ name: "bench-find" });
  await plantText(system, volume.id, FILES, (index) => index % FILES_OF_A_NEEDLE === 0);
  const program = ripgrepPath();
  if (program === null) throw new Error("@vscode/ripgrep is not installed");
  const rows: Table["rows"] = [];
  for (const pattern of ["needle", "n[e]{2}dle in \\w+"]) {
    const input = { path: ROOT, pattern, literal: false, case_sensitive: true };
    const ours: number[] = [];
    const theirs: number[] = [];
    for (let run = 0; run < RUNS; run++) {
      const data = await dataOf(system, volume.id);
      theirs.push(await timed(() => bare(program, data, pattern)));
      ours.push(
        await timed(async () => {
          const { length } = await system.api.searching.find(volume.id, input);
          if (length !== FILES / FILES_OF_A_NEEDLE) throw new Error(`${length} lines were found`);
        }),
      );
    }
    rows.push({
      pattern,
      "bare ripgrep": ms(median(theirs)),
      "find over the API": ms(median(ours)),
      "of ripgrep": (median(ours) / median(theirs)).toFixed(2),
    });
  }
  await system.api.volumes.delete(volume.id);
  return { title: `Finding lines in ${FILES.toLocaleString("en")} files, median of ${RUNS}`, rows };
}
