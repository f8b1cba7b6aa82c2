import { existsSync } from "node:fs";
import { stat } from "node:fs/promises";
import { basename, join } from "node:path";
import { counted } from "#lib/api/client/bytes.ts";
import { downloadByGrant } from "#lib/api/client/download-by-grant.ts";
import { saveDownload } from "#lib/api/client/node/save-download.ts";
import { retrying } from "#lib/api/client/retrying.ts";
import type { VolumePath } from "#lib/api/paths.ts";
import type { FilesRoot } from "../client/files-root.ts";
import { harmless, note } from "./output.ts";
import { createProgress } from "./progress.ts";
import { UsageError } from "./usage-error.ts";

export type DownloadOptions = { archive: boolean; force: boolean; quiet: boolean };
export type Downloaded = { kind: "file" | "directory" | "archive"; destination: string; bytes: number };

/**
 * Fetches a file, or a directory, which is unpacked unless `archive` is said. What is there already is replaced only with
 * `force`, and only when all has arrived.
 * @throws ApiError, UsageError
 */
export async function download<Id extends string>(
  { id, files, transfers }: FilesRoot<Id>,
  path: VolumePath,
  destination: string | undefined,
  options: DownloadOptions,
): Promise<Downloaded> {
  const { is_dir, size } = await files.info(id, path);
  const kind = !is_dir ? "file" : options.archive ? "archive" : "directory";
  const name = basename(path) || "volume";
  const given = destination ?? (kind === "archive" ? `${name}.tar` : name);
  const isFolder = kind !== "directory" && (await stat(given).catch(() => null))?.isDirectory() === true;
  const target = isFolder ? join(given, kind === "archive" ? `${name}.tar` : name) : given;
  if (existsSync(target) && !options.force) throw new UsageError(`local destination already exists: ${target}`);

  const wanted = { path, purpose: "download" as const, ...(is_dir && { archive_format: "tar" as const }) };
  const openUrl = async () => (await transfers.downloadGrant(id, wanted)).url;
  const response = await downloadByGrant(openUrl, { fetch: retrying(fetch) });
  const progress = createProgress(is_dir ? null : size, { quiet: options.quiet });
  let bytes = 0;
  const arriving = counted(response.body ?? new Blob([]), (count) => {
    bytes = count;
    progress.at(count);
  });
  const skipped = await saveDownload(arriving, target, { unpack: kind === "directory", replace: options.force });
  progress.end();
  for (const left of skipped) note(`Left out: ${harmless(left)} is no file, or a link that leads out of the directory`);
  return { kind, destination: target, bytes };
}
