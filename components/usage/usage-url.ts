import { createSerializer } from "nuqs/server";
import { parseAsPath } from "#components/files/parse-as-path.ts";
import type { VolumeId } from "#lib/api/ids.ts";
import { ROOT, type VolumePath } from "#lib/api/paths.ts";

/** The folder that is looked at. */
export const usageUrl = { path: parseAsPath.withDefault(ROOT) };

const serialize = createSerializer(usageUrl);

export const usageHref = (volume: VolumeId, path: VolumePath = ROOT): string =>
  serialize(`/volumes/${volume}/usage`, { path });
