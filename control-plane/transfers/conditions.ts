/** What a file is now, as its validators say it. */
export type Version = { etag: string; modified: Date; size: number };

/** The headers that ask for the bytes only if, or only some of them. */
export type Conditions = {
  ifMatch?: string | undefined;
  ifNoneMatch?: string | undefined;
  ifModifiedSince?: string | undefined;
  ifRange?: string | undefined;
  range?: string | undefined;
};

export type Selection =
  | { kind: "whole" }
  /** Bytes from `start` to `end`, both included. */
  | { kind: "part"; start: number; end: number }
  | { kind: "unsatisfiable" }
  | { kind: "not_modified" }
  | { kind: "precondition_failed" };

const weakly = (tag: string) => tag.trim().replace(/^W\//, "");
const names = (list: string, etag: string) =>
  list.trim() === "*" || list.split(",").some((tag) => weakly(tag) === etag);
/** Headers carry whole seconds. */
const seconds = (date: Date) => Math.floor(date.getTime() / 1000);

/** One range; several at once, which the standard lets a server ignore, and anything malformed come as the whole. */
function rangeOf(header: string, size: number): Selection {
  const match = /^bytes=(\d*)-(\d*)$/i.exec(header.trim());
  if (match === null) return { kind: "whole" };
  const [, first = "", last = ""] = match;
  if (first === "" && last === "") return { kind: "whole" };
  if (first === "") {
    const length = Math.min(Number(last), size);
    return length === 0 ? { kind: "unsatisfiable" } : { kind: "part", start: size - length, end: size - 1 };
  }
  const start = Number(first);
  const end = last === "" ? size - 1 : Math.min(Number(last), size - 1);
  if (last !== "" && Number(last) < start) return { kind: "whole" };
  return start >= size ? { kind: "unsatisfiable" } : { kind: "part", start, end };
}

/** A range continues what the client has: only if that is still the same version. */
function continues(ifRange: string, version: Version): boolean {
  if (ifRange.trim().startsWith('"')) return ifRange.trim() === version.etag;
  const date = Date.parse(ifRange);
  return !Number.isNaN(date) && seconds(new Date(date)) === seconds(version.modified);
}

/** What to answer, in the order of RFC 9110, section 13.2.2. */
export function select(version: Version, conditions: Conditions): Selection {
  const { ifMatch, ifNoneMatch, ifModifiedSince, ifRange, range } = conditions;
  if (ifMatch !== undefined && !names(ifMatch, version.etag)) return { kind: "precondition_failed" };
  if (ifNoneMatch !== undefined) {
    if (names(ifNoneMatch, version.etag)) return { kind: "not_modified" };
  } else if (ifModifiedSince !== undefined) {
    const since = Date.parse(ifModifiedSince);
    if (!Number.isNaN(since) && seconds(version.modified) <= seconds(new Date(since))) return { kind: "not_modified" };
  }
  if (range === undefined || (ifRange !== undefined && !continues(ifRange, version))) return { kind: "whole" };
  return rangeOf(range, version.size);
}
