import type { NamedRoot } from "#lib/api/file-root.ts";
import { MAX_GRANTS_PER_CALL, MAX_PATHS_PER_CALL } from "#lib/api/limits.ts";
import type { Upload } from "./upload.ts";
import type { Uploads } from "./uploads-state.ts";

/** Files on their way at once. */
const CONCURRENCY = 4;
/** Grants are asked for when fewer than this many wait to be used. */
const FEW_GRANTS = 200;
/** Bytes worth of grants asked for ahead: more would only expire unused. */
const BYTES_AHEAD = 2 * 1024 ** 3;
/** Characters of paths in one call, well within the 1 MB that a server action takes. */
const PATH_CHARACTERS_PER_CALL = 200_000;
/** Grants end after 15 minutes; one older than this, in ms, is renewed before it is used. */
const GRANT_AGE_MS = 10 * 60_000;

export type Steps = {
  grantLost: readonly number[];
  start: readonly Upload[];
  makeDirectories: { root: NamedRoot; uploads: readonly Upload[] } | null;
  ask: { root: NamedRoot; uploads: readonly Upload[] } | null;
};

/** Takes from the list what belongs to the first one's root and is within the limits of one call. */
function oneCall(uploads: readonly Upload[], most: number, bytes: number): Steps["ask"] {
  const [first] = uploads;
  if (!first) return null;
  const taken: Upload[] = [];
  let characters = 0;
  let size = 0;
  for (const upload of uploads) {
    if (upload.root.id !== first.root.id) continue;
    characters += upload.path.length;
    if (taken.length > 0 && (taken.length >= most || characters > PATH_CHARACTERS_PER_CALL || size > bytes)) break;
    size += upload.size;
    taken.push(upload);
  }
  return { root: first.root, uploads: taken };
}

/**
 * What there is to do now. Grants are asked for by one call at a time, and only for what will soon be sent.
 * @param now ms since 1970
 */
export function nextSteps({ list }: Uploads, now: number): Steps {
  const queued: Upload[] = [];
  const directories: Upload[] = [];
  const ready: Upload[] = [];
  const grantLost: number[] = [];
  let sending = 0;
  let asking = false;
  let makingDirectories = false;
  for (const upload of list) {
    const { standing } = upload;
    if (standing.state === "queued") (upload.content.kind === "file" ? queued : directories).push(upload);
    else if (standing.state === "granting") asking = true;
    else if (standing.state === "uploading") {
      if (upload.content.kind === "file") sending++;
      else makingDirectories = true;
    } else if (standing.state === "ready") {
      // A session asks for grants of its own, and for what is already there.
      if (upload.session === null && now - standing.held.since > GRANT_AGE_MS) grantLost.push(upload.id);
      else ready.push(upload);
    }
  }
  const readyBytes = ready.reduce((sum, { size }) => sum + size, 0);
  const wantsGrants = !asking && (ready.length === 0 || (ready.length < FEW_GRANTS && readyBytes < BYTES_AHEAD / 2));
  return {
    grantLost,
    start: ready.slice(0, Math.max(0, CONCURRENCY - sending)),
    makeDirectories: makingDirectories ? null : oneCall(directories, MAX_PATHS_PER_CALL, Number.POSITIVE_INFINITY),
    ask: wantsGrants ? oneCall(queued, MAX_GRANTS_PER_CALL, BYTES_AHEAD) : null,
  };
}
