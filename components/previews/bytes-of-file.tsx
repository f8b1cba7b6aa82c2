"use client";
import { useQuery } from "@tanstack/react-query";
import { filesOf } from "#lib/api/client/files-of.ts";
import type { FileRoot } from "#lib/api/file-root.ts";
import type { VolumePath } from "#lib/api/paths.ts";
import { browserApi } from "#lib/queries/browser-api.ts";
import { rootKey } from "#lib/queries/files.ts";
import { HexView } from "./hex-view.tsx";
import { PreviewFailed, PreviewLoading } from "./preview-frame.tsx";

type Props = { root: FileRoot; path: VolumePath; revision: number | string };

/** The bytes of a file whose size is not known yet: what could not be shown as what its name says. */
export function BytesOfFile({ root, path, revision }: Props) {
  const info = useQuery({
    queryKey: [...rootKey(root), "info", path, revision],
    queryFn: ({ signal }) => filesOf(browserApi, root).info(path, { signal }),
  });
  if (info.isPending) return <PreviewLoading />;
  if (info.isError) return <PreviewFailed error={info.error} onRetry={() => void info.refetch()} />;
  return <HexView root={root} path={path} revision={revision} size={info.data.size} />;
}
