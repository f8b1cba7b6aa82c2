import { parseAsString, parseAsStringLiteral } from "nuqs/server";
import { VOLUME_COLUMNS, VOLUME_STATUSES } from "./volumes-view.ts";

/** What of the list is in the URL. */
export const volumesUrl = {
  filter: parseAsString.withDefault(""),
  status: parseAsStringLiteral(VOLUME_STATUSES),
  sort: parseAsStringLiteral(["name", ...VOLUME_COLUMNS]).withDefault("name"),
  order: parseAsStringLiteral(["asc", "desc"]).withDefault("asc"),
};
