import type { NullspaceEvent } from "#lib/api/events.ts";

/** The stream says something at least every 15 s; after two silent rounds and a little it is no longer called live. */
const LIVE_AFTER_MS = 35_000;
const CHECK_MS = 5_000;
/** A connection that broke may come back within this, as when the server starts again; then nobody needs to know. */
const LOST_AFTER_MS = 8_000;
const LONGEST_WAIT_MS = 15_000;

/** Times are milliseconds since the epoch: since when nothing was heard. */
export type LiveState = { kind: "connecting"; since: number } | { kind: "live" } | { kind: "stale"; since: number };
export type LiveMessage = NullspaceEvent | { type: "resync" };

/** What the listening tab tells the others. `cursor` is where another one would go on. */
type Shared = { cursor: string | null; message: LiveMessage | null };
/** What it tells them when its connection broke and did not come back. */
const LOST = "lost";

/** The part of the browser that a test replaces. */
export type LiveHost = {
  locks: Pick<LockManager, "request"> | undefined;
  openChannel: () => BroadcastChannel;
  /** @param after the cursor to go on from, or null for from now on */
  openSource: (after: string | null) => EventSource;
};

const browserHost: LiveHost = {
  // Absent where the page is served over plain HTTP from another machine: then each tab listens for itself.
  locks: globalThis.navigator?.locks,
  openChannel: () => new BroadcastChannel("nullspace-live"),
  openSource: (after) =>
    new EventSource(after === null ? "/api/events" : `/api/events?after=${encodeURIComponent(after)}`),
};

type Listener = { onMessage: (message: LiveMessage) => void; onState: (state: LiveState) => void };

/**
 * Listens to the team's events through the one stream of this browser. Six streams exhaust a browser's connections to a
 * host, so the tab that holds the lock listens for all, and the next one goes on where it ended.
 * @returns how to stop
 */
export function openLiveChannel({ onMessage, onState }: Listener, host: LiveHost = browserHost): () => void {
  const channel = host.openChannel();
  const stopped = new AbortController();
  let cursor: string | null = null;
  let heardAt = 0;
  let state: LiveState = { kind: "connecting", since: Date.now() };

  const become = (next: LiveState) => {
    if (next.kind === state.kind) return;
    state = next;
    onState(next);
  };
  const hear = ({ cursor: newest, message }: Shared) => {
    const first = heardAt === 0;
    heardAt = Date.now();
    cursor = newest ?? cursor;
    become({ kind: "live" });
    // What happened between the page's own reads and the first word of the stream is not known.
    if (first) onMessage({ type: "resync" });
    if (message !== null) onMessage(message);
  };
  const lose = () => {
    if (heardAt > 0) become({ kind: "stale", since: heardAt });
  };
  channel.onmessage = ({ data }: MessageEvent<Shared | typeof LOST>) => (data === LOST ? lose() : hear(data));

  const lead = async (): Promise<void> => {
    // The lock may be granted in the moment in which this tab stops.
    if (stopped.signal.aborted) return;
    let source: EventSource | undefined;
    let retry: ReturnType<typeof setTimeout> | undefined;
    let lost: ReturnType<typeof setTimeout> | undefined;
    let failures = 0;
    const tell = (lastEventId: string, message: LiveMessage | null) => {
      if (stopped.signal.aborted) return;
      clearTimeout(lost);
      lost = undefined;
      failures = 0;
      const shared = { cursor: lastEventId || null, message };
      channel.postMessage(shared);
      hear(shared);
    };
    const connect = () => {
      clearTimeout(retry);
      source?.close();
      source = host.openSource(cursor);
      for (const sign of ["ready", "heartbeat"])
        source.addEventListener(sign, ({ lastEventId }: MessageEvent) => tell(lastEventId, null));
      source.addEventListener("resync", ({ lastEventId }: MessageEvent) => tell(lastEventId, { type: "resync" }));
      // The control plane checked the event against its schema before it sent it.
      source.onmessage = ({ data, lastEventId }) => tell(lastEventId, JSON.parse(data) as NullspaceEvent);
      source.onerror = () => {
        lost ??= setTimeout(() => {
          channel.postMessage(LOST);
          lose();
        }, LOST_AFTER_MS);
        // Otherwise the browser connects again by itself.
        if (source?.readyState !== EventSource.CLOSED) return;
        retry = setTimeout(connect, Math.min(1000 * 2 ** failures++, LONGEST_WAIT_MS));
      };
    };
    const watchdog = setInterval(() => {
      if (heardAt > 0 && Date.now() - heardAt > LIVE_AFTER_MS) connect();
    }, LIVE_AFTER_MS);
    const online = () => connect();
    globalThis.addEventListener?.("online", online);
    connect();
    await new Promise<void>((resolve) => {
      stopped.signal.addEventListener("abort", () => {
        clearInterval(watchdog);
        clearTimeout(retry);
        clearTimeout(lost);
        globalThis.removeEventListener?.("online", online);
        source?.close();
        resolve();
      });
    });
  };

  const check = setInterval(() => {
    const since = heardAt || (state.kind === "connecting" ? state.since : 0);
    if (Date.now() - since > LIVE_AFTER_MS) become({ kind: "stale", since });
  }, CHECK_MS);

  if (host.locks === undefined) void lead();
  else
    host.locks.request("nullspace-live", { signal: stopped.signal }, lead).catch((error: unknown) => {
      // Stopped while still waiting for the lock.
      if (!stopped.signal.aborted) throw error;
    });

  return () => {
    stopped.abort();
    clearInterval(check);
    channel.close();
  };
}
