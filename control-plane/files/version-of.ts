import { statOf } from "../storage/descriptors.ts";
import { etagOf } from "../storage/etag.ts";
import type { Entry } from "../storage/resolve-path.ts";
import type { Current } from "./preconditions.ts";

/** The version of an open entry now, for `checkPreconditions`: only regular files have one. */
export function versionOf(entry: Pick<Entry, "fd">): NonNullable<Current> {
  const stat = statOf(entry.fd);
  return { etag: stat.isFile() ? etagOf(stat) : null };
}
