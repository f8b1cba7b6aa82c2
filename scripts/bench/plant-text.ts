import { chown, mkdir, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { VolumeId } from "#lib/api/ids.ts";
import { dataOf } from "../../e2e/support/data-of.ts";
import type { Measured } from "./measured.ts";

const FILES_OF_DIRECTORY = 50;
const LINES = 30;
/** So that the volume stays mounted meanwhile. */
const ASK_EVERY = 1000;
/** Every so many files have the word in one of their lines. */
export const FILES_OF_A_NEEDLE = 500;

/** Plants text files of about 2 KiB as a sandbox would have, and returns their paths in the volume. */
export async function plantText(
  system: Measured,
  volume: VolumeId,
  count: number,
  word: (index: number) => boolean,
): Promise<string[]> {
  const paths: string[] = [];
  for (let start = 0; start < count; start += ASK_EVERY) {
    const data = await dataOf(system, volume);
    const { uid, gid } = await stat(data);
    for (let index = start; index < Math.min(count, start + ASK_EVERY); index++) {
      const directory = `/text-${Math.floor(index / FILES_OF_DIRECTORY)}`;
      const lines = Array.from(
        { length: LINES },
        (_, line) => `line ${line} of file ${index}: words that are alike in all`,
      );
      if (word(index)) lines[7] = "here is a needle in the hay";
      const path = `${directory}/file-${index}.txt`;
      await mkdir(join(data, directory), { recursive: true });
      await writeFile(join(data, path), `${lines.join("\n")}\n`);
      await chown(join(data, path), uid, gid);
      paths.push(path);
    }
  }
  return paths;
}
