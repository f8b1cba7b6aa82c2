import { applyAnswer } from "./apply-answer.ts";
import { standUp } from "./stand-up.ts";
import { type Answer, heldGrantOf, isSettled, type Upload, type UploadState } from "./upload.ts";
import { changeUploads, findUpload, NO_UPLOADS, type Uploads, type Which } from "./uploads-state.ts";

export type NewUpload = Pick<Upload, "batch" | "root" | "directory" | "target" | "content" | "size">;

/** What a person asks for. */
export type Wish =
  | { type: "added"; uploads: readonly NewUpload[] }
  | { type: "answered"; id: number; answer: Answer; all: boolean }
  /** Puts every question that is open aside, or brings those back that were. */
  | { type: "put_aside"; aside: boolean }
  /** What goes of the first overflow; the rest is cancelled. */
  | { type: "overflow_answered"; keep: readonly number[] }
  | { type: "paused"; which: Which }
  | { type: "resumed"; which: Which }
  | { type: "cancelled"; which: Which }
  | { type: "retried"; which: readonly number[] | "failed" }
  /** Takes away what is settled. */
  | { type: "cleared" };

const PAUSABLE: ReadonlySet<UploadState> = new Set(["queued", "granting", "ready", "uploading", "waiting"]);

const fresh = (upload: NewUpload, id: number): Upload => ({
  ...upload,
  id,
  path: upload.target,
  sent: 0,
  reached: 0,
  session: null,
  staged: 0,
  pace: null,
  timeLeft: null,
  attempts: 0,
  replaces: null,
  stale: false,
  copy: 1,
  standing: { state: "held" },
});

const again = (upload: Upload): Upload => ({
  ...upload,
  sent: upload.staged,
  attempts: 0,
  replaces: null,
  standing: { state: "queued" },
});

const withExtent = (state: Uploads): Uploads => ({ ...state, extent: state.extent + 1 });

const withoutEmptyOverflows = (state: Uploads): Uploads => ({
  ...state,
  overflows: state.overflows.filter(({ ids }) => ids.some((id) => findUpload(state, id)?.standing.state === "held")),
});

export function reduceWishes(state: Uploads, wish: Wish): Uploads {
  switch (wish.type) {
    case "added": {
      const added = wish.uploads.map((upload, index) => fresh(upload, state.nextId + index));
      return withExtent({ ...state, list: [...state.list, ...added], nextId: state.nextId + added.length });
    }
    case "answered": {
      const asked = findUpload(state, wish.id);
      if (asked?.standing.state !== "conflict") return state;
      const inReach = (upload: Upload) => upload.standing.state === "conflict" && upload.batch === asked.batch;
      const ids = wish.all ? state.list.filter(inReach).map(({ id }) => id) : [wish.id];
      const answered = changeUploads(state, ids, (upload) => applyAnswer(upload, wish.answer));
      return wish.all ? { ...answered, answers: { ...state.answers, [asked.batch]: wish.answer } } : answered;
    }
    case "put_aside":
      return changeUploads(state, "all", (upload) =>
        upload.standing.state === "conflict"
          ? { ...upload, standing: { ...upload.standing, aside: wish.aside } }
          : upload,
      );
    case "overflow_answered": {
      const [overflow, ...overflows] = state.overflows;
      if (!overflow) return state;
      const keep = new Set(wish.keep);
      const answered = changeUploads(state, overflow.ids, (upload) =>
        upload.standing.state === "held"
          ? { ...upload, standing: { state: keep.has(upload.id) ? "queued" : "cancelled" } }
          : upload,
      );
      return { ...answered, overflows };
    }
    case "paused":
      return changeUploads(state, wish.which, (upload) =>
        PAUSABLE.has(upload.standing.state)
          ? { ...upload, sent: upload.staged, standing: { state: "paused", held: heldGrantOf(upload) } }
          : upload,
      );
    case "resumed":
      return changeUploads(state, wish.which, (upload) =>
        upload.standing.state === "paused" ? { ...standUp(upload), attempts: 0 } : upload,
      );
    case "cancelled":
      return withoutEmptyOverflows(
        changeUploads(state, wish.which, (upload) =>
          isSettled(upload) ? upload : { ...upload, session: null, staged: 0, standing: { state: "cancelled" } },
        ),
      );
    case "retried": {
      const wanted = (upload: Upload) =>
        upload.standing.state === "failed" || (upload.standing.state === "cancelled" && wish.which !== "failed");
      const which = wish.which === "failed" ? "all" : wish.which;
      return withExtent(changeUploads(state, which, (upload) => (wanted(upload) ? again(upload) : upload)));
    }
    case "cleared": {
      const list = state.list.filter((upload) => !isSettled(upload));
      return withExtent(
        list.length > 0 ? { ...state, list } : { ...NO_UPLOADS, nextId: state.nextId, extent: state.extent },
      );
    }
  }
}
