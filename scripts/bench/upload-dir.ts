import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { VolumeId } from "#lib/api/ids.ts";
import { childOf, ROOT } from "#lib/api/paths.ts";
import { buildCli } from "../build-cli.ts";
import { inTurns } from "./in-turns.ts";
import { ms, type Table, timed } from "./measure.ts";
import type { Measured } from "./measured.ts";

const FILES = 10_000;
const FILES_OF_DIRECTORY = 100;
const BYTES = 2048;
const PARTS_AT_ONCE = 4;

async function run(command: string, args: readonly string[], environment: Record<string, string> = {}): Promise<void> {
  const child = spawn(command, args, {
    stdio: ["ignore", "ignore", "inherit"],
    env: { ...process.env, ...environment },
  });
  const [code] = await once(child, "close");
  if (code !== 0) throw new Error(`${command} ended with ${code}`);
}

/** As the official client does it: one archive, in the parts of a session, unpacked and published by the control plane. */
async function uploadArchive(system: Measured, volume: VolumeId, archive: string): Promise<number> {
  const bytes = await readFile(archive);
  const { session } = await system.api.uploads.create(volume, {
    kind: "directory_tar",
    source_kind: "directory_archive",
    target_path: childOf(ROOT, "archive"),
    content_length: bytes.length,
    conflict: "error",
    archive_format: "tar",
    checksum_algorithm: "sha256",
    whole_checksum_sha256: createHash("sha256").update(bytes).digest("hex"),
    metadata: {},
  });
  const { upload_id: id, part_size: size, part_count: count } = session;
  await inTurns(
    Array.from({ length: count }, (_, number) => number),
    PARTS_AT_ONCE,
    async (number) => {
      const answer = await fetch(`${system.apiUrl}/v1/volumes/${volume}/uploads/${id}/parts/${number}`, {
        method: "PUT",
        headers: { authorization: `Bearer ${system.apiKey}`, "content-type": "application/octet-stream" },
        body: bytes.subarray(number * size, (number + 1) * size),
      });
      if (!answer.ok) throw new Error(await answer.text());
    },
  );
  return (await system.api.uploads.complete(volume, id)).published_file_count;
}

/** A directory of many small files, as an archive and by our command line, beside tar that packs and unpacks the same on the disk. */
export async function uploadDir(system: Measured): Promise<Table> {
  const { id, name } = await system.api.volumes.create({ name: "bench-upload-dir" });
  const here = await mkdtemp(join(tmpdir(), "nullspace-bench-"));
  const tree = join(here, "tree");
  for (let index = 0; index < FILES; index++) {
    const directory = join(tree, `d-${Math.floor(index / FILES_OF_DIRECTORY)}`);
    if (index % FILES_OF_DIRECTORY === 0) await mkdir(directory, { recursive: true });
    await writeFile(join(directory, `file-${index}.txt`), Buffer.alloc(BYTES, index % 256));
  }
  const unpack = 'mkdir "$1/bare" && tar -C "$1/tree" -cf - . | tar -C "$1/bare" -xf - && sync -f "$1/bare"';
  const bare = await timed(() => run("sh", ["-c", unpack, "sh", here]));
  const archive = join(here, "tree.tar");
  let published = 0;
  const archived = await timed(async () => {
    await run("tar", ["-C", tree, "-cf", archive, "."]);
    published = await uploadArchive(system, id, archive);
  });
  if (published !== FILES) throw new Error(`${published} files were published instead of ${FILES}`);
  const cli = await buildCli();
  const environment = { NULLSPACE_API_URL: system.apiUrl, NULLSPACE_API_KEY: system.apiKey };
  const ours = await timed(() => run(process.execPath, [cli, "volume", "upload", name, tree, "/cli"], environment));
  await system.api.volumes.delete(id);
  await rm(here, { recursive: true });
  const row = (what: string, took: number) => ({
    [`${FILES.toLocaleString("en")} files of 2 KiB`]: what,
    time: ms(took),
    rate: `${Math.round((FILES / took) * 1000)} files/s`,
  });
  return {
    title: "A directory of many small files",
    rows: [
      row("tar, packed and unpacked on the disk, one sync", bare),
      row("packed, sent in parts, published whole", archived),
      row("nullspace volume upload", ours),
    ],
  };
}
