import { ApiError } from "#lib/api/api-error.ts";
import type { BulkResult } from "#lib/api/files.ts";
import type { VolumeId } from "#lib/api/ids.ts";
import type { VolumePath } from "#lib/api/paths.ts";
import type { UploadGrants } from "#lib/api/transfers.ts";
import { existingOf } from "./existing-of.ts";
import { findOverflow } from "./find-overflow.ts";
import { nextSteps } from "./next-steps.ts";
import { reduceUploads, type UploadsAction } from "./reduce-uploads.ts";
import type { NewUpload, Wish } from "./reduce-wishes.ts";
import { retryDelay } from "./retry-delay.ts";
import { neededSpace } from "./room.ts";
import type { SendFile } from "./send-file.ts";
import { conditionsOf, type Reason, type Upload, type UploadVolume } from "./upload.ts";
import { findUpload, NO_UPLOADS, type Uploads } from "./uploads-state.ts";
import { NO_VIEW, type UploadsView, viewOf } from "./uploads-view.ts";

/** What the uploader reaches the world by. */
export type UploaderPorts = {
  askGrants: (
    volume: VolumeId,
    files: readonly { path: VolumePath; content_length?: number }[],
  ) => Promise<UploadGrants>;
  makeDirectories: (volume: VolumeId, paths: readonly VolumePath[]) => Promise<BulkResult>;
  send: SendFile;
  /** Bytes a volume has room for; null where nothing limits it. */
  roomOf: (volume: VolumeId) => Promise<number | null>;
  isOnline: () => boolean;
};

export type Uploader = {
  view: () => UploadsView;
  subscribe: (listener: () => void) => () => void;
  /** Queues one drop: everything in it is one batch. */
  add: (uploads: readonly Omit<NewUpload, "batch">[]) => void;
  wish: (wish: Exclude<Wish, { type: "added" }>) => void;
  /** Tries now what waits: the network is back. */
  wake: () => void;
};

/** How often the screen is told of progress, in ms. */
const TELL_MS = 200;
const LEAVES_NOTHING_TO_DO: ReadonlySet<UploadsAction["type"]> = new Set(["granting", "started", "progressed"]);
/** Without a network there is nothing to try; `wake` comes when it is back, and this is in case it does not. */
const OFFLINE_MS = 60_000;

const reasonOf = (error: ApiError): Reason => ({
  code: error.code,
  message: error.suggestedAction ? `${error.message} ${error.suggestedAction}` : error.message,
  ...(error.requestId ? { requestId: error.requestId } : {}),
});

const asApiError = (error: unknown): ApiError =>
  error instanceof ApiError
    ? error
    : new ApiError("internal_error", "The upload failed unexpectedly.", { cause: error });

/** The engine behind the tray: keeps the queue moving, 4 files at a time, whatever page is on screen. */
export function createUploader(ports: UploaderPorts): Uploader {
  let state: Uploads = NO_UPLOADS;
  let view = NO_VIEW;
  let batches = 0;
  let pumping = false;
  let telling: ReturnType<typeof setTimeout> | null = null;
  let waking: ReturnType<typeof setTimeout> | undefined;
  const listeners = new Set<() => void>();
  const requests = new Map<number, AbortController>();

  function tell(): void {
    if (telling !== null) clearTimeout(telling);
    telling = null;
    view = viewOf(state, view, Date.now());
    for (const listener of listeners) listener();
  }

  function dispatch(action: UploadsAction): void {
    const next = reduceUploads(state, action);
    if (next === state) return;
    state = next;
    telling ??= setTimeout(tell, TELL_MS);
    if (pumping || LEAVES_NOTHING_TO_DO.has(action.type)) return;
    pumping = true;
    queueMicrotask(() => {
      pumping = false;
      pump();
    });
  }

  function pump(): void {
    for (const [id, request] of requests)
      if (findUpload(state, id)?.standing.state !== "uploading") request.abort(new DOMException("", "AbortError"));
    const steps = nextSteps(state, Date.now());
    if (steps.grantLost.length > 0) dispatch({ type: "grant_lost", ids: steps.grantLost });
    if (steps.makeDirectories) void makeDirectories(steps.makeDirectories);
    if (steps.ask) void ask(steps.ask);
    for (const upload of steps.start) void transfer(upload);
    sleep();
  }

  /** Sets the clock for the next upload that waits to be tried again. */
  function sleep(): void {
    clearTimeout(waking);
    let next = Number.POSITIVE_INFINITY;
    for (const { standing } of state.list) if (standing.state === "waiting") next = Math.min(next, standing.until);
    if (next === Number.POSITIVE_INFINITY) return;
    waking = setTimeout(() => dispatch({ type: "woken", now: Date.now() }), Math.max(0, next - Date.now()));
  }

  function fail(uploads: readonly Upload[], error: ApiError): void {
    const ids = uploads.map(({ id }) => id);
    const reason = reasonOf(error);
    const now = Date.now();
    const offline = error.code === "volume_backend_unavailable" && !ports.isOnline();
    const attempts = Math.max(...ids.map((id) => findUpload(state, id)?.attempts ?? 0));
    const delay = offline ? OFFLINE_MS : retryDelay(error, attempts, Math.random());
    if (delay === null) dispatch({ type: "refused", ids, reason });
    else dispatch({ type: "interrupted", ids, reason, until: now + delay });
  }

  async function ask({ volume, uploads }: { volume: UploadVolume; uploads: readonly Upload[] }): Promise<void> {
    dispatch({ type: "granting", ids: uploads.map(({ id }) => id) });
    try {
      const files = uploads.map(({ path, size }) => ({ path, content_length: size }));
      const { grants } = await ports.askGrants(volume.id, files);
      const results = uploads.flatMap(({ id }, index) => {
        const grant = grants[index];
        return grant ? [{ id, grant, existing: existingOf(grant) }] : [];
      });
      dispatch({ type: "granted", results, now: Date.now() });
    } catch (thrown) {
      const error = asApiError(thrown);
      const missing = error.details.missing_bytes;
      if (error.code !== "volume_quota_exceeded" || typeof missing !== "number") return fail(uploads, error);
      const neededBytes = neededSpace(uploads, new Map());
      const ids = uploads.map(({ id }) => id);
      dispatch({ type: "overflowed", overflow: { ids, neededBytes, roomBytes: Math.max(0, neededBytes - missing) } });
    }
  }

  async function makeDirectories({ volume, uploads }: { volume: UploadVolume; uploads: readonly Upload[] }) {
    dispatch({ type: "started", ids: uploads.map(({ id }) => id), now: Date.now() });
    try {
      const { failed } = await ports.makeDirectories(
        volume.id,
        uploads.map(({ path }) => path),
      );
      for (const { path, code, message } of failed)
        dispatch({
          type: "refused",
          ids: uploads.filter((upload) => upload.path === path).map(({ id }) => id),
          reason: { code, message },
        });
      dispatch({ type: "published", ids: uploads.map(({ id }) => id), now: Date.now() });
    } catch (error) {
      fail(uploads, asApiError(error));
    }
  }

  async function transfer(upload: Upload): Promise<void> {
    const { id, standing, content } = upload;
    if (standing.state !== "ready" || content.kind !== "file") return;
    const request = new AbortController();
    requests.set(id, request);
    dispatch({ type: "started", ids: [id], now: Date.now() });
    try {
      await ports.send(
        { grant: standing.held.grant, body: content.file, headers: conditionsOf(upload) },
        { signal: request.signal, onProgress: (sent) => dispatch({ type: "progressed", id, sent, now: Date.now() }) },
      );
      dispatch({ type: "published", ids: [id], now: Date.now() });
    } catch (thrown) {
      if (request.signal.aborted) return;
      const error = asApiError(thrown);
      const attempts = findUpload(state, id)?.attempts ?? 0;
      if (error.code === "precondition_failed") dispatch({ type: "precondition_failed", id });
      else if (error.code === "grant_expired" && attempts < 3) dispatch({ type: "grant_lost", ids: [id] });
      else fail([upload], error);
    } finally {
      if (requests.get(id) === request) requests.delete(id);
    }
  }

  /** Lets a batch go when it fits, and asks the person when it does not. */
  async function checkRoom(added: readonly Upload[]): Promise<void> {
    const overflow = await findOverflow(ports, state, added);
    if (overflow) dispatch({ type: "overflowed", overflow });
    else dispatch({ type: "released", ids: added.map(({ id }) => id) });
  }

  return {
    view: () => view,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    add(uploads) {
      const batch = ++batches;
      const from = state.nextId;
      dispatch({ type: "added", uploads: uploads.map((upload) => ({ ...upload, batch })) });
      tell();
      void checkRoom(state.list.filter(({ id }) => id >= from));
    },
    wish(wish) {
      dispatch(wish);
      // What a person does shows at once.
      tell();
    },
    wake: () => dispatch({ type: "woken", now: Number.POSITIVE_INFINITY }),
  };
}
