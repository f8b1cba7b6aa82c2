"use client";
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { type NamedRoot, volumeRoot } from "#lib/api/file-root.ts";
import type { VolumeId } from "#lib/api/ids.ts";
import { browserApi } from "#lib/queries/browser-api.ts";
import { volumeById } from "#lib/queries/volumes.ts";
import { FileManager } from "./file-manager.tsx";
import type { PanesLayout } from "./panes-layout.ts";

type VolumeFilesProps = {
  volumeId: VolumeId;
  /** Where the control plane is reached from outside. */
  apiUrl: string;
  panes: PanesLayout;
};

/** The files of a volume. */
export function VolumeFiles({ volumeId, ...rest }: VolumeFilesProps) {
  const { data: volume } = useQuery(volumeById(browserApi, volumeId));
  const name = volume?.name ?? "";
  const root = useMemo((): NamedRoot => ({ ...volumeRoot(volumeId), name }), [volumeId, name]);
  const write = volume?.actions?.write;
  const readOnly = write && !write.allowed ? (write.reason ?? "You may look at these files, not change them.") : null;
  return <FileManager root={root} readOnly={readOnly} {...rest} />;
}
