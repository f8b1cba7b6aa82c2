import { stat } from "node:fs/promises";
import { basename } from "node:path";
import { fileSource } from "#lib/api/client/node/file-source.ts";
import { localTree } from "#lib/api/client/node/local-tree.ts";
import { tarSource } from "#lib/api/client/node/tar-source.ts";
import type { Source } from "#lib/api/client/send-session.ts";
import { uploadByGrant } from "#lib/api/client/upload-by-grant.ts";
import { uploadBySession } from "#lib/api/client/upload-by-session.ts";
import type { UploadId } from "#lib/api/ids.ts";
import { MIN_PART_BYTES } from "#lib/api/limits.ts";
import type { VolumePath } from "#lib/api/paths.ts";
import type { FilesRoot } from "../client/files-root.ts";
import type { FileRoot } from "./file-root.ts";
import { note } from "./output.ts";
import { createProgress } from "./progress.ts";
import { readStdin } from "./read-stdin.ts";
import { resumable } from "./resumable.ts";
import { UsageError } from "./usage-error.ts";

export type UploadOptions = {
  conflict: "merge" | "replace" | "error";
  exclude: string[];
  concurrency: number | undefined;
  dryRun: boolean;
  quiet: boolean;
  resume: UploadId | undefined;
};
export type Uploaded = { kind: "file" | "stdin" | "directory"; target_path: string; bytes: number; file_count: number };

type Planned = { target: VolumePath; source: Source } & (
  | { kind: "file" | "stdin"; bytes: number }
  | { kind: "directory"; bytes: number; fileCount: number; skipped: string[] }
);

/** What is piped in, which cannot be read twice: it is in memory. */
const stdinSource = async (): Promise<Source> => {
  const bytes = new Uint8Array(await readStdin());
  return { size: bytes.length, slice: (start, end) => bytes.subarray(start, end), sha256: async () => null };
};

async function plan(
  { path: parse, home }: Pick<FileRoot<string>, "path" | "home">,
  source: string,
  destination: string | undefined,
  exclude: string[],
): Promise<Planned> {
  if (source === "-") {
    if (destination === undefined) throw new UsageError("what is piped in needs a destination");
    const target = parse(destination);
    const piped = await stdinSource();
    return { kind: "stdin", target, source: piped, bytes: piped.size };
  }
  const target = parse(destination ?? `${home}${basename(source)}`);
  const found = await stat(source).catch(() => {
    throw new UsageError(`there is no ${source} here`);
  });
  if (found.isFile()) return { kind: "file", target, source: await fileSource(source), bytes: found.size };
  const { entries, skipped } = await localTree(source, exclude);
  const files = entries.filter(({ type }) => type === "file");
  const bytes = files.reduce((sum, { size }) => sum + size, 0);
  return { kind: "directory", target, source: tarSource(entries), bytes, fileCount: files.length, skipped };
}

/** The same command, to be gone on with. */
function wordsOf(noun: string, reference: string, source: string, target: string, options: UploadOptions): string[] {
  const conflict = options.conflict === "merge" ? [] : ["--conflict", options.conflict];
  const exclude = options.exclude.flatMap((glob) => ["--exclude", glob]);
  return ["nullspace", noun, "upload", reference, source, target, ...conflict, ...exclude];
}

/**
 * Sends a file, a directory as one tar, or what is piped in.
 * @param reference the volume or sandbox, as the person named it
 * @param source a local path, or `-`
 * @throws ApiError, UsageError
 */
export async function upload<Id extends string>(
  root: FileRoot<Id>,
  { id, transfers, uploads }: FilesRoot<Id>,
  reference: string,
  source: string,
  destination: string | undefined,
  options: UploadOptions,
): Promise<Uploaded> {
  const planned = await plan(root, source, destination, options.exclude);
  const { kind, target, bytes } = planned;
  const result = { kind, target_path: target, bytes, file_count: kind === "directory" ? planned.fileCount : 1 };
  const { resume } = options;
  if (resume !== undefined && kind === "stdin") throw new UsageError("what is piped in cannot be gone on with");
  if (options.dryRun) return result;
  const progress = createProgress(planned.source.size, { quiet: options.quiet });
  if (kind === "directory" || (kind === "file" && (resume !== undefined || bytes > MIN_PART_BYTES)))
    await resumable(wordsOf(root.noun, reference, source, target, options), (onBegun) =>
      uploadBySession(uploads, id, planned.source, {
        kind: kind === "directory" ? "directory_tar" : "file",
        target,
        conflict: options.conflict,
        resume,
        concurrency: options.concurrency,
        onBegun,
        onProgress: progress.at,
      }),
    );
  else {
    const content = await planned.source.slice(0, bytes);
    await uploadByGrant(transfers, id, target, content, { size: bytes, onBytes: progress.at });
  }
  progress.end();
  if (kind === "directory")
    for (const name of planned.skipped) note(`Left out: ${name} is no file, or a link that leads out of the directory`);
  return result;
}
