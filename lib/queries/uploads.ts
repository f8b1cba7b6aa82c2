import { queryOptions } from "@tanstack/react-query";
import { uploadsOf } from "#lib/api/client/uploads-of.ts";
import type { FileRoot } from "#lib/api/file-root.ts";
import { browserApi } from "./browser-api.ts";

export const uploadKeys = {
  unfinished: (root: FileRoot) => [root.kind === "volume" ? "volumes" : "sandboxes", root.id, "uploads"] as const,
};

/** The uploads of this person that can be gone on with. */
export const unfinishedUploads = (root: FileRoot) =>
  queryOptions({
    queryKey: uploadKeys.unfinished(root),
    queryFn: async ({ signal }) =>
      (await uploadsOf(browserApi, root).list({ mine: "true", limit: 100 }, { signal })).uploads,
  });
