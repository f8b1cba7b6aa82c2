import { queryOptions } from "@tanstack/react-query";
import type { FileRoot } from "#lib/api/file-root.ts";
import { browserApi } from "./browser-api.ts";

export const uploadKeys = { unfinished: (root: FileRoot) => ["volumes", root.id, "uploads"] as const };

/** The uploads of this person that can be gone on with. */
export const unfinishedUploads = (root: FileRoot) =>
  queryOptions({
    queryKey: uploadKeys.unfinished(root),
    queryFn: async ({ signal }) =>
      (await browserApi.uploads.list(root.id, { mine: "true", limit: 100 }, { signal })).uploads,
  });
