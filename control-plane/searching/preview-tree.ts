import type { VolumePath } from "#lib/api/paths.ts";
import type { PreviewReplaceInput } from "#lib/api/replacing.ts";
import type { Context } from "../context.ts";
import { type Tree, withEntry } from "../storage/resolve-path.ts";
import { parseGlob } from "./glob.ts";
import { type LookOptions, lookThrough, type SearchEnd } from "./look-through.ts";
import { parsePattern } from "./pattern.ts";
import { MAX_REPLACED_FILE_BYTES } from "./replace-in-files.ts";
import type { Previewed } from "./search-contract.ts";

export type PreviewOptions = LookOptions<Previewed>;

/**
 * Says what a replace would change in a directory and all below it, or in one file: match by match, with the version of each
 * file. Changes nothing. Finds what the streamed search finds, and is as confined and as bounded.
 * @throws ApiError file_not_found, invalid_request (the pattern), and what the tree refuses; and the reason of the signal
 */
export async function previewTree(
  { team }: Pick<Context, "team">,
  tree: Tree,
  path: VolumePath,
  input: Omit<PreviewReplaceInput, "path">,
  { tell, limitMs, signal }: PreviewOptions,
): Promise<SearchEnd> {
  const pattern = parsePattern({ ...input, pattern: input.query });
  const glob = input.glob === undefined ? null : parseGlob(input.glob, { fold: !input.case_sensitive });
  const { replacement } = input;
  const bounds = { guarded: tree.admit !== undefined, maxBytes: MAX_REPLACED_FILE_BYTES };
  return withEntry(tree, path, { follow: true }, ({ fd }) =>
    lookThrough(
      team,
      { kind: "preview", target: fd, path, pattern, glob, replacement, ...bounds },
      { limitMs, signal, tell: (reply) => reply.kind === "previewed" && tell(reply.files) },
    ),
  );
}
