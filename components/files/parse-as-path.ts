import { createParser } from "nuqs/server";
import { parseVolumePath, type VolumePath } from "#lib/api/paths.ts";

/** A path in the query of an address; what is none counts as not said. */
export const parseAsPath = createParser<VolumePath>({
  parse: (text) => {
    const parsed = parseVolumePath(text);
    return parsed.ok ? parsed.path : null;
  },
  serialize: (path) => path,
});
