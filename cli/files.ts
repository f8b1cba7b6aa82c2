import { readFile } from "node:fs/promises";
import { type Command, Option } from "commander";
import { ApiError } from "#lib/api/api-error.ts";
import type { FileInfo } from "#lib/api/files.ts";
import type { FileRoot } from "./file-root.ts";
import { jsonOption } from "./json-option.ts";
import { note, say, sayJson } from "./output.ts";
import { printFile } from "./print-file.ts";
import { readStdin } from "./read-stdin.ts";
import { sayTable } from "./say-table.ts";
import { UsageError } from "./usage-error.ts";

type Json = { json?: true };
type Encoded = Json & { encoding: "utf8" | "base64" };

const encoding = () => new Option("--encoding <encoding>").choices(["utf8", "base64"]).default("utf8");

/** As documented: a directory is `dir` to scripts of the official client. */
const documented = ({ etag: _, ...info }: FileInfo) => ({ ...info, type: info.is_dir ? "dir" : info.type });

type Entry = { path: string; content: string };

const isEntry = (value: unknown): value is Entry =>
  typeof value === "object" &&
  value !== null &&
  "path" in value &&
  "content" in value &&
  typeof value.path === "string" &&
  typeof value.content === "string";

/** Pairs, as `[["/a.txt","a\n"]]`, objects with `path` and `content`, or one object of contents by path. */
function entriesOf(text: string): Entry[] {
  let given: unknown;
  try {
    given = JSON.parse(text);
  } catch {
    throw new UsageError("files-json is not JSON");
  }
  const list: unknown[] = Array.isArray(given)
    ? given.map((one) => (Array.isArray(one) && one.length === 2 ? { path: one[0], content: one[1] } : one))
    : typeof given === "object" && given !== null
      ? Object.entries(given).map(([path, content]) => ({ path, content }))
      : [];
  if (list.length === 0 || !list.every(isEntry))
    throw new UsageError('files-json must be pairs of path and content, such as [["/a.txt","a\\n"]]');
  return list;
}

function registerReading<Id extends string>(group: Command, root: FileRoot<Id>): void {
  group
    .command(`ls-files ${root.argument} [path]`)
    .description("List the files of a directory.")
    .addOption(jsonOption())
    .action(async (reference: string, path: string | undefined, options: Json) => {
      const wanted = root.path(path ?? root.home);
      const { id, files } = await root.open(reference);
      const listed = (await files.list(id, wanted)).map(documented);
      if (options.json) return sayJson(listed);
      const rows = listed.map(({ name, type, size, path: where }) => [name, type, size, where]);
      sayTable(`${root.title}: ${reference}`, ["Name", "Type", "Size", "Path"], rows);
    });

  const print = async (reference: string, path: string, options: Encoded) => {
    const wanted = root.path(path);
    const opened = await root.open(reference);
    await printFile(opened, wanted, { json: options.json === true, encoding: options.encoding });
  };
  group
    .command(`cat ${root.argument} <path>`)
    .description("Print a file, as it comes.")
    .addOption(jsonOption())
    .action((reference: string, path: string, options: Json) =>
      print(reference, path, { ...options, encoding: "utf8" }),
    );
  group
    .command(`read ${root.argument} <path>`)
    .description("Print a file, as it comes, or as base64.")
    .addOption(encoding())
    .addOption(jsonOption())
    .action(print);

  for (const name of ["stat", "info"])
    group
      .command(`${name} ${root.argument} <path>`)
      .description("Show what is known of a file or directory.")
      .addOption(jsonOption())
      .action(async (reference: string, path: string) => {
        const wanted = root.path(path);
        const { id, files } = await root.open(reference);
        sayJson(documented(await files.info(id, wanted)));
      });

  group
    .command(`exists ${root.argument} <path>`)
    .description("Say whether something is there; exit 1 when not.")
    .addOption(jsonOption())
    .action(async (reference: string, path: string) => {
      const wanted = root.path(path);
      const { id, files } = await root.open(reference);
      const { exists } = await files.exists(id, wanted);
      sayJson({ path: wanted, exists });
      if (!exists) process.exitCode = 1;
    });
}

function registerWriting<Id extends string>(group: Command, root: FileRoot<Id>): void {
  group
    .command(`write ${root.argument} <path>`)
    .description("Write what is piped in.")
    .addOption(encoding())
    .addOption(jsonOption())
    .action(async (reference: string, path: string, options: Encoded) => {
      const wanted = root.path(path);
      const content = (await readStdin()).toString("utf8");
      const { id, files } = await root.open(reference);
      const written =
        options.encoding === "utf8"
          ? await files.write(id, wanted, content)
          : await files.writeBase64(id, wanted, content.trim());
      sayJson(documented(written));
    });

  group
    .command(`write-files ${root.argument} <files-json>`)
    .description("Write several files from JSON, or from a file of it with @name.")
    .addOption(jsonOption())
    .action(async (reference: string, given: string, options: Json) => {
      const text = given.startsWith("@") ? await readFile(given.slice(1), "utf8") : given;
      const entries = entriesOf(text).map(({ path, content }) => ({ path: root.path(path), content }));
      const { id, files } = await root.open(reference);
      const successes: unknown[] = [];
      const failures: { path: string; code: string; message: string }[] = [];
      for (const { path, content } of entries)
        try {
          successes.push(documented(await files.write(id, path, content)));
        } catch (error) {
          if (!(error instanceof ApiError)) throw error;
          failures.push({ path, code: error.code, message: error.message });
        }
      if (failures.length === 0) return sayJson(successes);
      process.exitCode = 1;
      if (options.json) return sayJson({ successes, failures });
      note(`Batch write failed for ${failures.length} file(s); ${successes.length} file(s) succeeded`);
      for (const failure of failures) note(`${failure.path}: ${failure.message}`);
    });

  group
    .command(`mkdir ${root.argument} <path>`)
    .description("Make a directory.")
    .addOption(jsonOption())
    .action(async (reference: string, path: string, options: Json) => {
      const wanted = root.path(path);
      const { id, files } = await root.open(reference);
      await files.makeDirectory(id, wanted);
      if (options.json) sayJson({ path: wanted, created: true });
      else say(`Created ${wanted} in ${id}`);
    });

  group
    .command(`mv ${root.argument} <old-path> <new-path>`)
    .description("Rename or move.")
    .addOption(jsonOption())
    .action(async (reference: string, from: string, to: string) => {
      const [oldPath, newPath] = [root.path(from), root.path(to)];
      const { id, files } = await root.open(reference);
      sayJson(documented(await files.rename(id, oldPath, newPath)));
    });

  group
    .command(`chmod ${root.argument} <path> <permissions>`)
    .description("Set permissions, such as 0644.")
    .addOption(jsonOption())
    .action(async (reference: string, path: string, permissions: string, options: Json) => {
      const wanted = root.path(path);
      const { id, files } = await root.open(reference);
      await files.setFilePermissions(id, { path: wanted, permissions });
      if (options.json) sayJson({ path: wanted, permissions });
      else say(`Updated permissions for ${wanted}`);
    });

  group
    .command(`rm ${root.argument} <path>`)
    .description("Remove a file or a directory with all in it, for good.")
    .addOption(jsonOption())
    .action(async (reference: string, path: string, options: Json) => {
      const wanted = root.path(path);
      const { id, files } = await root.open(reference);
      await files.remove(id, wanted);
      if (options.json) sayJson({ path: wanted, removed: true });
      else say(`Removed ${wanted} from ${id}`);
    });
}

/** The commands on files, the same whoever's files they are. */
export function registerFiles<Id extends string>(group: Command, root: FileRoot<Id>): void {
  registerReading(group, root);
  registerWriting(group, root);
}
