import { parseAsString, parseAsStringLiteral } from "nuqs/server";
import { SANDBOX_STANDINGS } from "./sandboxes-view.ts";

/** What of the list of sandboxes is in the URL. */
export const sandboxesUrl = {
  filter: parseAsString.withDefault(""),
  status: parseAsStringLiteral(SANDBOX_STANDINGS),
};
