import { queryOptions, useQuery } from "@tanstack/react-query";
import { perform } from "#components/ui/use-act.ts";
import { downloadGrantAction } from "#lib/actions/transfers.ts";
import type { FileRoot } from "#lib/api/file-root.ts";
import type { VolumePath } from "#lib/api/paths.ts";
import type { Grant } from "#lib/api/transfers.ts";
import { rootKey } from "#lib/queries/files.ts";

export type PreviewedFile = {
  readonly root: FileRoot;
  readonly path: VolumePath;
  /** Changes when the file did, so that the browser fetches it anew. */
  readonly revision: number | string;
};

/** A grant is renewed this long before it ends. */
const SPARE_MS = 30_000;

/** Milliseconds for which a grant may still be used. */
const usableFor = ({ expires_at }: Grant, now: number): number => Math.max(0, Date.parse(expires_at) - now - SPARE_MS);

/**
 * A signed address at which the browser can show a file. The control plane answers it with the file's own type only when
 * that is safe, in a sandbox of its own origin, where no script runs and no cookie of the dashboard goes.
 */
export const previewGrant = ({ root, path, revision }: PreviewedFile) =>
  queryOptions({
    queryKey: [...rootKey(root), "preview-grant", path, revision],
    queryFn: () => perform(downloadGrantAction, { root, path, purpose: "preview" }),
    staleTime: ({ state: { data, dataUpdatedAt } }) => (data ? usableFor(data, dataUpdatedAt) : 0),
    refetchOnWindowFocus: false,
  });

export const usePreviewGrant = (file: PreviewedFile) => useQuery(previewGrant(file));
