"use client";
import { useQuery } from "@tanstack/react-query";
import { sandboxName } from "#components/sandboxes/sandbox-name.ts";
import type { FileRoot } from "#lib/api/file-root.ts";
import { browserApi } from "#lib/queries/browser-api.ts";
import { sandboxList } from "#lib/queries/sandboxes.ts";
import { volumeList } from "#lib/queries/volumes.ts";

/**
 * What a volume or a sandbox is called, from the lists, which the layout around every page has read.
 * @returns undefined while its list is not known, or when it is not in it
 */
export function useRootName({ kind, id }: FileRoot): string | undefined {
  const volume = useQuery({
    ...volumeList(browserApi),
    enabled: kind === "volume",
    select: (volumes) => volumes.find((one) => one.id === id)?.name,
  });
  const sandbox = useQuery({
    ...sandboxList(browserApi),
    enabled: kind === "sandbox",
    select: (sandboxes) => sandboxes.find((one) => one.id === id),
  });
  if (kind === "volume") return volume.data;
  return sandbox.data && sandboxName(sandbox.data);
}
