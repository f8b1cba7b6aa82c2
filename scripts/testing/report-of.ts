import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/**
 * Runs what leaves a report in a file, as JSON.
 * @param start gets the path of that file
 * @returns the report, null where none was left; and whether it ended well
 */
export async function reportOf<Report>(
  start: (file: string) => ChildProcess,
): Promise<{ report: Report | null; ok: boolean }> {
  const directory = await mkdtemp(join(tmpdir(), "nullspace-report-"));
  const file = join(directory, "report.json");
  const [code] = (await once(start(file), "exit")) as [number | null];
  const text = await readFile(file, "utf8").catch(() => null);
  await rm(directory, { recursive: true });
  // The shape is the runner's own.
  return { report: text === null ? null : (JSON.parse(text) as Report), ok: code === 0 };
}
