"use client";
import { useQuery } from "@tanstack/react-query";
import type { VolumeId } from "#lib/api/ids.ts";
import type { VolumePath } from "#lib/api/paths.ts";
import { browserApi } from "#lib/queries/browser-api.ts";
import { HexView } from "./hex-view.tsx";
import { PreviewFailed, PreviewLoading } from "./preview-frame.tsx";

type Props = { volume: VolumeId; path: VolumePath; revision: number | string };

/** The bytes of a file whose size is not known yet: what could not be shown as what its name says. */
export function BytesOfFile({ volume, path, revision }: Props) {
  const info = useQuery({
    queryKey: ["volumes", volume, "info", path, revision],
    queryFn: ({ signal }) => browserApi.files.info(volume, path, { signal }),
  });
  if (info.isPending) return <PreviewLoading />;
  if (info.isError) return <PreviewFailed error={info.error} onRetry={() => void info.refetch()} />;
  return <HexView volume={volume} path={path} revision={revision} size={info.data.size} />;
}
