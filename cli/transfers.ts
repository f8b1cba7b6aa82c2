import { type Command, InvalidArgumentError, Option } from "commander";
import { uploadGrantFor } from "#lib/api/client/upload-by-grant.ts";
import type { UploadId } from "#lib/api/ids.ts";
import { download } from "./download.ts";
import type { FileRoot } from "./file-root.ts";
import { idArgument } from "./id-argument.ts";
import { say, sayJson } from "./output.ts";
import { upload } from "./upload.ts";

type Json = { json?: true };
type UploadFlags = Json & {
  conflict: "merge" | "replace" | "error";
  exclude?: string[];
  concurrency?: number;
  dryRun?: true;
  resume?: string;
};
type DownloadFlags = Json & { archive?: true; force?: true };

const json = () => new Option("--json", "print JSON and no progress");

function count(text: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1 || number > 32) throw new InvalidArgumentError("must be 1 to 32");
  return number;
}

/** Bytes to and from a volume or a sandbox. */
export function registerTransfers<Id extends string>(group: Command, root: FileRoot<Id>): void {
  group
    .command(`upload ${root.argument} <source> [destination]`)
    .description("Send a file, a directory, or with - what is piped in.")
    .addOption(
      new Option("--conflict <policy>", "a directory that is there already")
        .choices(["merge", "replace", "error"])
        .default("merge"),
    )
    .option("--exclude <glob...>", "leave these out of a directory")
    .addOption(new Option("--concurrency <n>", "parts at once").argParser(count))
    .option("--dry-run", "say what would be sent")
    .option("--resume <upload-id>", "go on with an upload that broke off")
    .addOption(json())
    .action(async (reference: string, source: string, destination: string | undefined, flags: UploadFlags) => {
      const opened = await root.open(reference);
      const dryRun = flags.dryRun === true;
      const sent = await upload(root, opened, reference, source, destination, {
        conflict: flags.conflict,
        exclude: flags.exclude ?? [],
        concurrency: flags.concurrency,
        dryRun,
        quiet: flags.json === true,
        resume: flags.resume === undefined ? undefined : idArgument<UploadId>(flags.resume),
      });
      if (flags.json) return sayJson({ ...sent, dry_run: dryRun });
      const what = sent.kind === "directory" ? `${sent.file_count} files, ${sent.bytes} bytes` : `${sent.bytes} bytes`;
      say(dryRun ? `Dry run: ${sent.kind} -> ${sent.target_path}, ${what}` : `Uploaded ${what} to ${sent.target_path}`);
    });

  group
    .command(`download ${root.argument} <path> [destination]`)
    .description("Fetch a file, or a directory, which is unpacked.")
    .option("--archive", "keep a directory as the tar it travels in")
    .option("--force", "replace what is there")
    .addOption(json())
    .action(async (reference: string, path: string, destination: string | undefined, flags: DownloadFlags) => {
      const wanted = root.path(path);
      const opened = await root.open(reference);
      const got = await download(opened, wanted, destination, {
        archive: flags.archive === true,
        force: flags.force === true,
        quiet: flags.json === true,
      });
      if (flags.json) return sayJson({ path: wanted, ...got });
      if (got.kind === "directory")
        say(`Extracted directory ${wanted} to ${got.destination} (${got.bytes} bytes downloaded)`);
      else say(`Downloaded ${got.bytes} bytes from ${wanted} to ${got.destination}`);
    });

  group
    .command(`upload-url ${root.argument} <path>`)
    .description("Get a URL that takes one file. It is a secret until it expires.")
    .addOption(json())
    .action(async (reference: string, path: string) => {
      const wanted = root.path(path);
      const opened = await root.open(reference);
      const { url } = await uploadGrantFor(opened.transfers, opened.id, wanted);
      sayJson({ url, token: null });
    });

  group
    .command(`download-url ${root.argument} <path>`)
    .description("Get a URL that gives a file, or a directory as a tar. It is a secret until it expires.")
    .addOption(new Option("--archive-format <format>").choices(["tar", "zip"]))
    .addOption(json())
    .action(async (reference: string, path: string, flags: Json & { archiveFormat?: "tar" | "zip" }) => {
      const wanted = root.path(path);
      const opened = await root.open(reference);
      const { url } = await opened.transfers.downloadGrant(opened.id, {
        path: wanted,
        purpose: "download",
        ...(flags.archiveFormat && { archive_format: flags.archiveFormat }),
      });
      if (flags.json) sayJson({ url });
      else say(url);
    });
}
