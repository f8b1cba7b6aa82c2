import { readSync } from "node:fs";
import { Readable } from "node:stream";
import { type Extract, extract } from "tar-stream";
import { serveJobs } from "../storage/serve-jobs.ts";
import { scanTar } from "./scan-tar.ts";
import type { UnpackJob, UnpackReply } from "./unpack-contract.ts";
import { invalidPath, refuse, UnpackedTree, wayOf } from "./unpacked-tree.ts";

type Entry = Extract extends AsyncIterable<infer Source> ? Source : never;

const READ_BYTES = 256 * 1024;

async function add(tree: UnpackedTree, entry: Entry): Promise<void> {
  const { header } = entry;
  const way = wayOf(header.name);
  const mode = (header.mode ?? 0o644) & 0o777;
  switch (header.type) {
    case "directory":
      tree.directory(way, mode);
      break;
    case "file":
    case "contiguous-file":
      // The stream gives buffers; its type does not say so.
      await tree.file(way, mode, entry as AsyncIterable<Uint8Array>);
      return;
    case "symlink":
      tree.link(way, header.linkname ?? "");
      break;
    default:
      throw refuse(
        "directory_extract_unsupported_entry",
        `${JSON.stringify(way.key.slice(0, 200))} is no file, directory or symbolic link`,
      );
  }
  entry.resume();
}

/** The bytes of an open file. A file stream would close the descriptor, which is the caller's. */
function* read(file: number): Generator<Buffer> {
  for (let at = 0; ; ) {
    const chunk = Buffer.allocUnsafe(READ_BYTES);
    const length = readSync(file, chunk, 0, chunk.length, at);
    if (length === 0) return;
    at += length;
    yield chunk.subarray(0, length);
  }
}

async function unpack(job: UnpackJob & { kind: "unpack" }): Promise<UnpackReply> {
  const archive = extract();
  const source = Readable.from(read(job.file), { objectMode: false, highWaterMark: READ_BYTES });
  source.on("error", (error) => archive.destroy(error));
  source.pipe(archive);
  const tree = new UnpackedTree(job);
  try {
    for await (const entry of archive) await add(tree, entry);
  } catch (error) {
    if (error instanceof Error && "code" in error) throw error;
    throw invalidPath("the archive", `cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  } finally {
    source.destroy();
  }
  tree.finish();
  return tree.size;
}

serveJobs<UnpackJob, UnpackReply>(async (job) => {
  if (job.kind === "unpack") return { result: await unpack(job) };
  try {
    return { result: { ...scanTar(job.file, job.length), fileCount: 0, contentBytes: 0 } };
  } catch (error) {
    throw invalidPath("the archive", `cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
});
