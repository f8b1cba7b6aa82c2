import PQueue from "p-queue";
import { ApiError } from "#lib/api/api-error.ts";
import { retryDelay } from "#lib/api/client/retry-delay.ts";
import type { FileRoot, NamedRoot } from "#lib/api/file-root.ts";
import type { BulkResult } from "#lib/api/files.ts";
import type { UploadId } from "#lib/api/ids.ts";
import type { VolumePath } from "#lib/api/paths.ts";
import type { UploadGrants } from "#lib/api/transfers.ts";
import { existingOf } from "./existing-of.ts";
import { findOverflow } from "./find-overflow.ts";
import { nextSteps } from "./next-steps.ts";
import { reduceUploads, type UploadsAction } from "./reduce-uploads.ts";
import type { NewUpload, Wish } from "./reduce-wishes.ts";
import { type LargeFilePorts, sendLargeFile } from "./resumable/send-large-file.ts";
import { neededSpace } from "./room.ts";
import type { SendFile } from "./send-file.ts";
import { conditionsOf, type Reason, SESSION_BYTES, type Upload } from "./upload.ts";
import { findUpload, NO_UPLOADS, type Uploads } from "./uploads-state.ts";
import { NO_VIEW, type UploadsView, viewOf } from "./uploads-view.ts";

/** What the uploader reaches the world by. */
export type UploaderPorts = {
  askGrants: (root: FileRoot, files: readonly { path: VolumePath; content_length?: number }[]) => Promise<UploadGrants>;
  makeDirectories: (root: FileRoot, paths: readonly VolumePath[]) => Promise<BulkResult>;
  send: SendFile;
  /** Bytes a root has room for; null where nothing limits it. */
  roomOf: (root: FileRoot) => Promise<number | null>;
  /** Gives a session up: what arrived of it goes. */
  abortSession: (root: FileRoot, session: UploadId) => Promise<void>;
} & LargeFilePorts;

export type Uploader = {
  view: () => UploadsView;
  subscribe: (listener: () => void) => () => void;
  /** Queues one drop: everything in it is one batch. */
  add: (uploads: readonly Omit<NewUpload, "batch">[]) => void;
  wish: (wish: Exclude<Wish, { type: "added" }>) => void;
  /** Tries now what waits: the network is back. */
  wake: () => void;
  /** The network is gone: what is on its way waits until it is back. */
  lose: () => void;
};

/** Requests with bytes on their way at once. */
const LINES = 4;
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

const OFFLINE: Reason = { code: "offline", message: "waiting for the network" };

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
  // Parts of large files and small files share these: a browser opens six connections to a host, and pages need some.
  const lines = new PQueue({ concurrency: LINES });
  const withLine = <T>(act: () => Promise<T>): Promise<T> => lines.add(act);

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
    const now = Date.now();
    const offline = error.code === "volume_backend_unavailable" && !ports.isOnline();
    const attempts = Math.max(...ids.map((id) => findUpload(state, id)?.attempts ?? 0));
    const reason = offline ? OFFLINE : reasonOf(error);
    const delay = offline ? OFFLINE_MS : retryDelay(error, attempts, Math.random());
    if (delay === null) dispatch({ type: "refused", ids, reason });
    else dispatch({ type: "interrupted", ids, reason, until: now + delay });
  }

  async function ask({ root, uploads }: { root: NamedRoot; uploads: readonly Upload[] }): Promise<void> {
    dispatch({ type: "granting", ids: uploads.map(({ id }) => id) });
    try {
      const files = uploads.map(({ path, size }) => ({ path, content_length: size }));
      const { grants } = await ports.askGrants(root, files);
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

  async function makeDirectories({ root, uploads }: { root: NamedRoot; uploads: readonly Upload[] }) {
    dispatch({ type: "started", ids: uploads.map(({ id }) => id), now: Date.now() });
    try {
      const { failed } = await ports.makeDirectories(
        root,
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

  /** A failure leaves the session for 24 hours: it is in the list of what is unfinished, and can be discarded there. */
  const giveUp = (root: FileRoot, session: UploadId) => void ports.abortSession(root, session).catch(() => {});

  function bySession(upload: Upload, file: File, signal: AbortSignal): Promise<void> {
    const { id, root, path, session } = upload;
    const { "if-match": ifMatch, "if-none-match": ifNoneMatch } = conditionsOf(upload);
    const conditions = {
      ...(ifMatch !== undefined && { if_match: ifMatch }),
      ...(ifNoneMatch !== undefined && { if_none_match: "*" as const }),
    };
    const what = { root: { kind: root.kind, id: root.id }, path, file };
    return sendLargeFile(ports, what, {
      uploadId: session,
      conditions,
      signal,
      withLine,
      onOpen(opened, staged) {
        dispatch({ type: "opened", id, session: opened, staged, now: Date.now() });
        const now = findUpload(state, id)?.standing.state;
        if (now === undefined || now === "cancelled" || now === "skipped") giveUp(root, opened);
      },
      onProgress: (sent, staged) => dispatch({ type: "progressed", id, sent, staged, now: Date.now() }),
    });
  }

  async function transfer(upload: Upload): Promise<void> {
    const { id, standing, content } = upload;
    if (standing.state !== "ready" || content.kind !== "file") return;
    const request = new AbortController();
    requests.set(id, request);
    dispatch({ type: "started", ids: [id], now: Date.now() });
    try {
      const { signal } = request;
      if (content.file.size > SESSION_BYTES) await bySession(upload, content.file, signal);
      else
        await withLine(() =>
          ports.send(
            { grant: standing.held.grant, body: content.file, headers: conditionsOf(upload) },
            { signal, onProgress: (sent) => dispatch({ type: "progressed", id, sent, now: Date.now() }) },
          ),
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
      const before = state.list;
      dispatch(wish);
      for (const { id, root, session } of before)
        if (session !== null && findUpload(state, id)?.session === null) giveUp(root, session);
      // What a person does shows at once.
      tell();
    },
    lose: () =>
      dispatch({
        type: "interrupted",
        ids: state.list.filter(({ standing }) => standing.state === "uploading").map(({ id }) => id),
        reason: OFFLINE,
        until: Date.now() + OFFLINE_MS,
      }),
    wake: () => dispatch({ type: "woken", now: Number.POSITIVE_INFINITY }),
  };
}
