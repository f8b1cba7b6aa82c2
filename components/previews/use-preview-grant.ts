import { useQuery } from "@tanstack/react-query";
import { perform } from "#components/ui/use-act.ts";
import { downloadGrantAction } from "#lib/actions/transfers.ts";
import type { VolumeId } from "#lib/api/ids.ts";
import type { VolumePath } from "#lib/api/paths.ts";

/** A grant is renewed this long before it ends. */
const SPARE_MS = 30_000;

/**
 * A signed address at which the browser can show a file. The control plane answers it with the file's own type only when
 * that is safe, in a sandbox of its own origin, where no script runs and no cookie of the dashboard goes.
 * @param revision changes when the file did, so that the browser fetches it anew
 */
export function usePreviewGrant(volume: VolumeId, path: VolumePath, revision: number | string) {
  return useQuery({
    queryKey: ["volumes", volume, "preview-grant", path, revision],
    queryFn: () => perform(downloadGrantAction, { volumeId: volume, path, purpose: "preview" }),
    staleTime: ({ state: { data } }) => (data ? Math.max(0, Date.parse(data.expires_at) - Date.now() - SPARE_MS) : 0),
    gcTime: 0,
    refetchOnWindowFocus: false,
  });
}
