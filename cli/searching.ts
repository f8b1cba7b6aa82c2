import { type Command, InvalidArgumentError, Option } from "commander";
import type { FileRoot } from "./file-root.ts";
import { jsonOption } from "./json-option.ts";
import { sayJson } from "./output.ts";
import { watch } from "./watch.ts";

type How = { literal?: true; ignoreCase?: true };

const literal = () => new Option("--literal", "the pattern is text, to be found as it stands");
const ignoreCase = () => new Option("--ignore-case", "large and small letters are the same");
const how = (flags: How) => ({ literal: flags.literal === true, case_sensitive: flags.ignoreCase !== true });

function seconds(text: string): number {
  const number = Number(text);
  if (!Number.isFinite(number) || number <= 0) throw new InvalidArgumentError("must be a number of seconds above 0");
  return number;
}

/** Looking in files and at them, the same whoever's files they are. */
export function registerSearching<Id extends string>(group: Command, root: FileRoot<Id>): void {
  group
    .command(`find ${root.argument} <path> <pattern>`)
    .description("Search the contents of files by a regular expression.")
    .addOption(literal())
    .addOption(ignoreCase())
    .addOption(jsonOption())
    .action(async (reference: string, path: string, pattern: string, flags: How) => {
      const wanted = root.path(path);
      const { id, searching } = await root.open(reference);
      sayJson(await searching.find(id, { path: wanted, pattern, ...how(flags) }));
    });

  group
    .command(`search ${root.argument} <path> <glob>`)
    .description("Search the names of files.")
    .addOption(jsonOption())
    .action(async (reference: string, path: string, pattern: string) => {
      const wanted = root.path(path);
      const { id, searching } = await root.open(reference);
      sayJson(await searching.search(id, { path: wanted, pattern }));
    });

  group
    .command(`replace ${root.argument} <pattern> <replacement> <files...>`)
    .description("Replace text in files.")
    .option("--dry-run", "only count")
    .addOption(literal())
    .addOption(ignoreCase())
    .addOption(jsonOption())
    .action(
      async (
        reference: string,
        pattern: string,
        replacement: string,
        given: string[],
        flags: How & { dryRun?: true },
      ) => {
        const files = given.map(root.path);
        const { id, searching } = await root.open(reference);
        const input = { files, pattern, replacement, dry_run: flags.dryRun === true, ...how(flags) };
        sayJson(await searching.replace(id, input));
      },
    );

  group
    .command(`watch ${root.argument} <path>`)
    .description("Print what changes, a line of JSON each.")
    .option("--recursive", "directories below it too")
    .addOption(new Option("--timeout <seconds>", "end by itself").argParser(seconds))
    .addOption(jsonOption())
    .action(async (reference: string, path: string, flags: { recursive?: true; timeout?: number }) => {
      const wanted = root.path(path);
      const opened = await root.open(reference);
      await watch(opened, wanted, { recursive: flags.recursive === true, seconds: flags.timeout ?? null });
    });
}
