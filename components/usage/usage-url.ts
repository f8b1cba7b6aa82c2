import { createParser, createSerializer } from "nuqs/server";
import type { VolumeId } from "#lib/api/ids.ts";
import { parseVolumePath, ROOT, type VolumePath } from "#lib/api/paths.ts";

const parseAsPath = createParser<VolumePath>({
  parse: (text) => {
    const parsed = parseVolumePath(text);
    return parsed.ok ? parsed.path : null;
  },
  serialize: (path) => path,
});

/** The folder that is looked at. */
export const usageUrl = { path: parseAsPath.withDefault(ROOT) };

const serialize = createSerializer(usageUrl);

export const usageHref = (volume: VolumeId, path: VolumePath = ROOT): string =>
  serialize(`/volumes/${volume}/usage`, { path });
