import { createHash, randomBytes } from "node:crypto";
import { createReadStream } from "node:fs";
import { mkdir, mkdtemp, open, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { pipeline } from "node:stream/promises";

const MiB = 1024 * 1024;

/** A folder as people have them: texts, nested folders, a name with spaces and accents, and a file over 100 MB. */
export async function makeSampleFolder(): Promise<{ path: string; remove: () => Promise<void> }> {
  const parent = await mkdtemp(join(tmpdir(), "nullspace-sample-"));
  const path = join(parent, "datasets");
  const texts = {
    "report.txt": "ready\n",
    "readme.md": "# Datasets\n\nTwo of them.\n",
    "raw/a.csv": "id,name\n1,one\n2,two\n",
    "raw/deep/er/notes.txt": "far down\n",
    "clean/été 2026.json": '{"ok":true}\n',
  };
  for (const [name, text] of Object.entries(texts)) {
    await mkdir(dirname(join(path, name)), { recursive: true });
    await writeFile(join(path, name), text);
  }
  const model = await open(join(path, "model.bin"), "w");
  const block = randomBytes(MiB);
  for (let written = 0; written < 110; written++) {
    block.writeUInt32LE(written);
    await model.write(block);
  }
  await model.close();
  return { path, remove: () => rm(parent, { recursive: true }) };
}

/** The SHA-256 of every file below `directory`, by its path from there. */
export async function checksumsOf(directory: string): Promise<Map<string, string>> {
  const sums = new Map<string, string>();
  for (const entry of await readdir(directory, { withFileTypes: true, recursive: true })) {
    if (!entry.isFile()) continue;
    const file = join(entry.parentPath, entry.name);
    const hash = createHash("sha256");
    await pipeline(createReadStream(file), hash);
    sums.set(relative(directory, file), hash.digest("hex"));
  }
  return sums;
}
