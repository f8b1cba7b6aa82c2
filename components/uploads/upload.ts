import type { NamedRoot } from "#lib/api/file-root.ts";
import type { UploadId } from "#lib/api/ids.ts";
import type { VolumePath } from "#lib/api/paths.ts";
import type { Grant } from "#lib/api/transfers.ts";
import type { Pace } from "./pace.ts";
import type { TimeLeft } from "./time-left.ts";

/** Why something did not go: a code of the contract, and the sentence that says what to do. */
export type Reason = { code: string; message: string; requestId?: string };

/** What stands where a file wants to go. */
export type Existing = { etag: string | null; size: number; modifiedTime: string; isDirectory: boolean };

/** What the person wants where the name is taken. */
export type Answer = "replace" | "keep_both" | "skip";

/** A grant and when it came, in ms since 1970 by this machine's clock: the server's may be another. */
export type HeldGrant = { grant: Grant; since: number };

export type Standing =
  /** Waits for the answer to whether it all fits. */
  | { state: "held" }
  | { state: "queued" }
  | { state: "granting" }
  /** `aside`: the person wants to answer later; the tray still has the question. */
  | { state: "conflict"; existing: Existing; held: HeldGrant; aside: boolean }
  | { state: "ready"; held: HeldGrant }
  | { state: "uploading"; held: HeldGrant | null }
  /** Will try again at `until` (ms since 1970). The grant is kept: a repeated PUT with it answers what the lost one did. */
  | { state: "waiting"; until: number; reason: Reason; held: HeldGrant | null }
  | { state: "paused"; held: HeldGrant | null }
  | { state: "done" }
  | { state: "failed"; reason: Reason }
  | { state: "skipped" }
  | { state: "cancelled" };

export type UploadState = Standing["state"];

export type Upload = {
  id: number;
  /** One drop or one pick: what "apply to all" reaches. */
  batch: number;
  root: NamedRoot;
  /** The folder the drop landed in, for the link. */
  directory: VolumePath;
  /** Where it was meant to go, and where it goes: another name once both are kept. */
  target: VolumePath;
  path: VolumePath;
  content: { kind: "file"; file: File } | { kind: "directory" };
  /** Bytes. */
  size: number;
  /** Bytes of this attempt that went out, and the most any attempt came to: what is shown never goes backwards. */
  sent: number;
  reached: number;
  /** The session of a large file, once there is one, and the bytes of it that are on the disk there. */
  session: UploadId | null;
  staged: number;
  pace: Pace | null;
  timeLeft: TimeLeft | null;
  /** Attempts that failed for a passing reason since the last success of any. */
  attempts: number;
  /** Set once the person said to replace: the version they saw, or null where what stands there has none. */
  replaces: { version: string | null } | null;
  /** What it was to replace changed in the meantime: the person is asked again, whatever they said for all. */
  stale: boolean;
  /** The number in `name (2).ext` once both are kept; 1 before. */
  copy: number;
  standing: Standing;
};

/** Files larger than this, in bytes, go by a session, which goes on where it was. */
export const SESSION_BYTES = 64 * 1024 ** 2;

const SETTLED: ReadonlySet<UploadState> = new Set(["done", "failed", "skipped", "cancelled"]);

/** Whether nothing will happen to it any more unless the person asks for it. */
export const isSettled = ({ standing }: Upload): boolean => SETTLED.has(standing.state);

/** The conditions its PUT carries, so that nothing is ever replaced unseen. */
export function conditionsOf({ replaces }: Upload): Record<string, string> {
  if (!replaces) return { "if-none-match": "*" };
  return replaces.version === null ? {} : { "if-match": replaces.version };
}

export const heldGrantOf = ({ standing }: Upload): HeldGrant | null => ("held" in standing ? standing.held : null);
