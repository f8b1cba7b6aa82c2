import { ApiError } from "../api-error.ts";
import type { UploadId } from "../ids.ts";
import type { Grant } from "../transfers.ts";
import type { CompletedUpload, CompleteUploadInput, PartGrant } from "../uploads.ts";
import type { Bytes, OnBytes } from "./bytes.ts";
import { pause } from "./pause.ts";
import { retryDelay } from "./retry-delay.ts";

/** As in the contract, whose module would bring all of zod along. */
const PART_SHA256_HEADER = "x-nullspace-part-sha256";
/** Attempts at one part, or at the completion, before the whole upload counts as interrupted. */
const ATTEMPTS = 4;
/** A grant holds for 15 minutes; one older than this, in ms, is renewed before it is used. */
const GRANT_AGE_MS = 5 * 60_000;

/** What is sent: bytes of a known number, of which any stretch can be read, and read again. */
export type Source = {
  readonly size: number;
  /** The bytes from `start` to before `end`. @throws ApiError file_not_found when they are not what they were */
  slice(start: number, end: number): Bytes | Promise<Bytes>;
  /** Their SHA-256 in lower-case hexadecimal; null where it cannot be had. */
  sha256(start: number, end: number): Promise<string | null>;
};

/** A grant for the parts, and of its session what a sender needs: a volume's and a sandbox's differ in the rest. */
type SessionGrant = Omit<PartGrant, "session"> & {
  session: Pick<PartGrant["session"], "upload_id" | "accepted_bytes" | "part_size" | "part_count" | "max_concurrency">;
};

/** What was put in its place: bytes of content, and files. */
export type Published = Pick<CompletedUpload, "published_bytes" | "published_file_count">;

/** `completed`: an earlier attempt ended well and only its answer was lost. */
export type OpenedSession = { state: "completed" } | { state: "open"; grant: SessionGrant };

type PartOptions = { headers: Record<string, string>; signal: AbortSignal; onBytes: OnBytes; size: number };

/** How a session reaches the control plane. */
export type SessionPorts = {
  /** Opens it, or asks for a new grant of the one with this id. */
  open(uploadId: UploadId | null): Promise<OpenedSession>;
  sendPart(grant: Grant, bytes: Bytes, options: PartOptions): Promise<unknown>;
  complete(url: string, input: CompleteUploadInput, signal: AbortSignal): Promise<Published>;
  /** False where trying again is of no use before the network is back. */
  isOnline(): boolean;
};

export type SessionOptions = {
  /** Of an earlier attempt, to go on with. */
  uploadId: UploadId | null;
  /** With which it is published; awaited last. */
  conditions: CompleteUploadInput | Promise<CompleteUploadInput>;
  signal: AbortSignal;
  /** Parts at once, at most; the server's own limit holds too. */
  concurrency?: number | undefined;
  /** Runs an act when one of the connections that several uploads share is free. */
  withLine?: <T>(act: () => Promise<T>) => Promise<T>;
  /** @param staged bytes that are there already */
  onOpen?: (uploadId: UploadId, staged: number) => void;
  /** @param sent bytes that are there or on their way @param staged those that are there */
  onProgress?: (sent: number, staged: number) => void;
};

/**
 * Sends bytes by a resumable session: only the parts that are missing, several at a time, each with its SHA-256 and tried
 * again by itself; then publishes them, as long as the conditions hold.
 * @returns what was published; null when an earlier attempt had done it
 * @throws ApiError precondition_failed when they do not; volume_backend_unavailable when the network is lost: sent again
 *   with the session's id, it goes on where it was
 */
export async function sendSession(
  ports: SessionPorts,
  source: Source,
  options: SessionOptions,
): Promise<Published | null> {
  const { withLine = (act) => act() } = options;
  options.signal.throwIfAborted();
  const opened = await ports.open(options.uploadId);
  if (opened.state === "completed") return null;
  const { session, present_parts } = opened.grant;
  let held = { grant: opened.grant, since: Date.now() };
  let staged = session.accepted_bytes;
  options.onOpen?.(session.upload_id, staged);
  // One part that cannot go ends the others.
  const failed = new AbortController();
  const signal = AbortSignal.any([options.signal, failed.signal]);
  const flying = new Map<number, number>();
  const report = () =>
    options.onProgress?.(
      [...flying.values()].reduce((sum, bytes) => sum + bytes, staged),
      staged,
    );

  let completed = false;
  let renewing: Promise<void> | null = null;
  const renew = () => {
    renewing ??= (async () => {
      const again = await ports.open(session.upload_id);
      if (again.state === "open") held = { grant: again.grant, since: Date.now() };
      else completed = true;
    })().finally(() => {
      renewing = null;
    });
    return renewing;
  };
  const freshGrant = async () => {
    if (Date.now() - held.since > GRANT_AGE_MS) await renew();
    return held.grant;
  };

  /** Tries again what failed for a passing reason. */
  async function persist<T>(act: () => Promise<T>): Promise<T> {
    for (let attempts = 0; ; attempts++) {
      try {
        return await act();
      } catch (error) {
        signal.throwIfAborted();
        if (!(error instanceof ApiError) || attempts >= ATTEMPTS - 1) throw error;
        const expired = error.code === "grant_expired";
        const delay = expired ? 0 : retryDelay(error, attempts, Math.random());
        if (delay === null || !ports.isOnline()) throw error;
        if (expired) await renew();
        await pause(delay, signal);
      }
    }
  }

  async function sendPart(number: number): Promise<void> {
    const from = number * session.part_size;
    const to = Math.min(from + session.part_size, source.size);
    try {
      signal.throwIfAborted();
      const hash = await source.sha256(from, to);
      const grant = await freshGrant();
      await ports.sendPart({ ...grant, url: `${grant.url}&number=${number}` }, await source.slice(from, to), {
        headers: hash === null ? {} : { [PART_SHA256_HEADER]: hash },
        signal,
        size: to - from,
        onBytes(sent) {
          flying.set(number, Math.min(sent, to - from));
          report();
        },
      });
    } finally {
      flying.delete(number);
    }
    staged += to - from;
    report();
  }

  const present = new Set(present_parts);
  const missing = Array.from({ length: session.part_count }, (_, number) => number).filter(
    (number) => !present.has(number),
  );
  const work = async () => {
    for (let number = missing.shift(); number !== undefined; number = missing.shift()) {
      const part = number;
      await persist(() => withLine(() => sendPart(part)));
    }
  };
  const atOnce = Math.max(1, Math.min(options.concurrency ?? Number.POSITIVE_INFINITY, session.max_concurrency));
  let first: { reason: unknown } | null = null;
  // All of them end before this does, so that nothing is sent behind the back of whoever is told of the failure.
  await Promise.all(
    Array.from({ length: atOnce }, () =>
      work().catch((reason: unknown) => {
        first ??= { reason };
        failed.abort(reason);
      }),
    ),
  );
  // Set in a callback, which the compiler does not follow.
  const failure = first as { reason: unknown } | null;
  if (failure !== null) throw failure.reason;
  return persist(async () => {
    const { completion_url } = await freshGrant();
    return completed ? null : ports.complete(completion_url, await options.conditions, signal);
  });
}
