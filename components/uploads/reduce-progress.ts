import type { UploadId } from "#lib/api/ids.ts";
import type { Grant } from "#lib/api/transfers.ts";
import { applyAnswer } from "./apply-answer.ts";
import { movePace, restPace, startPace } from "./pace.ts";
import { standUp } from "./stand-up.ts";
import { nextTimeLeft } from "./time-left.ts";
import {
  type Answer,
  type Existing,
  type HeldGrant,
  heldGrantOf,
  isSettled,
  type Reason,
  type Upload,
} from "./upload.ts";
import { changeUploads, findUpload, type Overflow, type Uploads } from "./uploads-state.ts";

/** What the transfer itself reports. Times are ms since 1970. */
export type Progress =
  /** There is room for them. */
  | { type: "released"; ids: readonly number[] }
  | { type: "overflowed"; overflow: Overflow }
  | { type: "granting"; ids: readonly number[] }
  | { type: "granted"; results: readonly { id: number; grant: Grant; existing: Existing | null }[]; now: number }
  | { type: "started"; ids: readonly number[]; now: number }
  /** A session takes it, which has `staged` bytes already. */
  | { type: "opened"; id: number; session: UploadId; staged: number; now: number }
  | { type: "progressed"; id: number; sent: number; staged?: number; now: number }
  | { type: "published"; ids: readonly number[]; now: number }
  /** For good. */
  | { type: "refused"; ids: readonly number[]; reason: Reason }
  /** For a while. */
  | { type: "interrupted"; ids: readonly number[]; reason: Reason; until: number }
  | { type: "woken"; now: number }
  | { type: "grant_lost"; ids: readonly number[] }
  /** The name was taken, or what was to be replaced changed, after the grant was given. */
  | { type: "precondition_failed"; id: number };

export function reduceProgress(state: Uploads, event: Progress): Uploads {
  switch (event.type) {
    case "released":
      return changeUploads(state, event.ids, (upload) =>
        upload.standing.state === "held" ? { ...upload, standing: { state: "queued" } } : upload,
      );
    case "overflowed": {
      const held = changeUploads(state, event.overflow.ids, (upload) =>
        isSettled(upload) ? upload : { ...upload, standing: { state: "held" } },
      );
      return { ...held, overflows: [...state.overflows, event.overflow] };
    }
    case "granting":
      return changeUploads(state, event.ids, (upload) =>
        upload.standing.state === "queued" ? { ...upload, standing: { state: "granting" } } : upload,
      );
    case "granted": {
      const results = new Map(event.results.map((result) => [result.id, result]));
      return changeUploads(state, [...results.keys()], (upload) => {
        const result = results.get(upload.id);
        if (!result || upload.standing.state !== "granting") return upload;
        return settleGrant(
          upload,
          { grant: result.grant, since: event.now },
          result.existing,
          state.answers[upload.batch],
        );
      });
    }
    case "started": {
      const started = changeUploads(state, event.ids, (upload) =>
        mayStart(upload)
          ? {
              ...upload,
              sent: upload.staged,
              pace: startPace(event.now),
              timeLeft: null,
              standing: { state: "uploading", held: heldGrantOf(upload) },
            }
          : upload,
      );
      if (state.list.some(({ standing }) => standing.state === "uploading")) return started;
      // Time in which nothing was to be sent says nothing about the network.
      const { bytePace, filePace } = state;
      return { ...started, bytePace: restPace(bytePace, event.now), filePace: restPace(filePace, event.now) };
    }
    case "opened":
      return changeUploads(state, [event.id], (upload) => {
        if (isSettled(upload)) return upload;
        const staged = Math.min(upload.size, event.staged);
        const known = { ...upload, session: event.session, staged };
        // What was there before this run says nothing about its pace.
        return upload.standing.state === "uploading"
          ? { ...known, sent: staged, reached: Math.max(upload.reached, staged), pace: startPace(event.now) }
          : known;
      });
    case "progressed":
      return progress(state, event);
    case "published":
      return publish(state, event.ids, event.now);
    case "refused":
      return changeUploads(state, event.ids, (upload) =>
        isUnderWay(upload) ? { ...upload, standing: { state: "failed", reason: event.reason } } : upload,
      );
    case "interrupted": {
      const { reason, until } = event;
      return changeUploads(state, event.ids, (upload) =>
        isUnderWay(upload)
          ? {
              ...upload,
              attempts: upload.attempts + 1,
              standing: {
                state: "waiting",
                reason,
                until,
                held: upload.session === null && wasCutAgain(upload) ? null : heldGrantOf(upload),
              },
            }
          : upload,
      );
    }
    case "woken":
      return changeUploads(state, "all", (upload) =>
        upload.standing.state === "waiting" && upload.standing.until <= event.now ? standUp(upload) : upload,
      );
    case "grant_lost":
      return changeUploads(state, event.ids, (upload) =>
        upload.standing.state === "ready" || upload.standing.state === "uploading"
          ? { ...upload, attempts: upload.attempts + 1, standing: { state: "queued" } }
          : upload,
      );
    case "precondition_failed":
      return changeUploads(state, [event.id], (upload) =>
        upload.standing.state === "uploading"
          ? { ...upload, stale: upload.replaces !== null, replaces: null, standing: { state: "queued" } }
          : upload,
      );
  }
}

/**
 * Cut in the middle for a second time: it may be refused there, in an answer that a browser which still sends never sees.
 * Asking for a new grant brings the refusal, or the taken name, to light.
 */
const wasCutAgain = ({ attempts, sent }: Upload) => attempts > 0 && sent > 0;

const isUnderWay = ({ standing }: Upload) => standing.state === "uploading" || standing.state === "granting";

const mayStart = ({ standing, content }: Upload) =>
  standing.state === "ready" || (standing.state === "queued" && content.kind === "directory");

/** What a grant means for the upload, given what stands at the path. */
function settleGrant(upload: Upload, held: HeldGrant, existing: Existing | null, answer: Answer | undefined): Upload {
  if (!existing) return { ...upload, replaces: null, stale: false, standing: { state: "ready", held } };
  // Renewed after it expired: what the person said holds as long as the version they saw is still there.
  if (upload.replaces && upload.replaces.version === existing.etag)
    return { ...upload, standing: { state: "ready", held } };
  const asked: Upload = { ...upload, replaces: null, standing: { state: "conflict", existing, held, aside: false } };
  if (upload.copy > 1) return applyAnswer(asked, "keep_both");
  return answer && !upload.stale ? applyAnswer(asked, answer) : asked;
}

function progress(state: Uploads, event: Progress & { type: "progressed" }): Uploads {
  const { id, now } = event;
  const upload = findUpload(state, id);
  if (upload?.standing.state !== "uploading") return state;
  const sent = Math.min(upload.size, Math.max(upload.sent, event.sent));
  const moved = sent - upload.sent;
  const pace = upload.pace && movePace(upload.pace, moved, now);
  const timeLeft = pace?.rate ? nextTimeLeft(upload.timeLeft, (upload.size - sent) / pace.rate, now) : null;
  const next = changeUploads(state, [id], () => ({
    ...upload,
    sent,
    staged: Math.min(upload.size, event.staged ?? upload.staged),
    reached: Math.max(upload.reached, sent),
    pace,
    timeLeft,
  }));
  return { ...next, bytePace: state.bytePace && movePace(state.bytePace, moved, now) };
}

function publish(state: Uploads, ids: readonly number[], now: number): Uploads {
  let moved = 0;
  let files = 0;
  const next = changeUploads(state, ids, (upload) => {
    if (upload.standing.state !== "uploading") return upload;
    moved += upload.size - upload.sent;
    files++;
    return { ...upload, sent: upload.size, reached: upload.size, attempts: 0, standing: { state: "done" } };
  });
  return {
    ...next,
    bytePace: state.bytePace && movePace(state.bytePace, moved, now),
    filePace: state.filePace && movePace(state.filePace, files, now),
  };
}
