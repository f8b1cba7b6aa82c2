import type { SandboxId } from "#lib/api/ids.ts";
import type { VolumePath } from "#lib/api/paths.ts";
import type { WatchMessage } from "#lib/api/watching.ts";
import { gather } from "./gather.ts";

/** The stream says something every 15 s; after two silent rounds and a little it is no longer called live. */
const LIVE_AFTER_MS = 35_000;
const FIRST_WAIT_MS = 2_000;
const LONGEST_WAIT_MS = 30_000;
/** Milliseconds between two renders while much happens. */
const GATHER = 150;

export type SandboxFileEvent = Extract<WatchMessage, { type: "file_event" }>;

type Listener = {
  /** Whether every change is told now. When that begins, what happened before is not known: read again. */
  onLive: (live: boolean) => void;
  onEvents: (events: readonly SandboxFileEvent[]) => void;
};

/**
 * Follows a directory of a sandbox while the page is seen: a watch has a connection of its own, and a browser has six of them
 * for all its tabs.
 * @returns how to stop
 */
export function followSandboxDirectory(
  sandbox: SandboxId,
  path: VolumePath,
  { onLive, onEvents }: Listener,
): () => void {
  let source: EventSource | undefined;
  let retry: ReturnType<typeof setTimeout> | undefined;
  let silence: ReturnType<typeof setTimeout> | undefined;
  let failures = 0;
  let live = false;
  const tell = gather<SandboxFileEvent>(GATHER, (events) => source && onEvents(events));

  const become = (next: boolean) => {
    if (next === live) return;
    live = next;
    onLive(next);
  };
  const disconnect = () => {
    clearTimeout(retry);
    clearTimeout(silence);
    source?.close();
    source = undefined;
    become(false);
  };
  const hear = () => {
    failures = 0;
    clearTimeout(silence);
    silence = setTimeout(connect, LIVE_AFTER_MS);
  };
  function connect(): void {
    disconnect();
    if (document.visibilityState !== "visible") return;
    const opened = new EventSource(`/api/sandboxes/${sandbox}/watch?${new URLSearchParams({ path })}`);
    source = opened;
    opened.addEventListener("ready", () => {
      hear();
      become(true);
    });
    opened.addEventListener("heartbeat", hear);
    opened.onmessage = ({ data }) => {
      hear();
      // The control plane made it by its own type.
      tell(JSON.parse(data) as SandboxFileEvent);
    };
    opened.onerror = () => {
      clearTimeout(silence);
      become(false);
      // Otherwise the browser connects again by itself.
      if (opened.readyState !== EventSource.CLOSED) return;
      retry = setTimeout(connect, Math.min(FIRST_WAIT_MS * 2 ** failures++, LONGEST_WAIT_MS));
    };
  }

  connect();
  document.addEventListener("visibilitychange", connect);
  window.addEventListener("online", connect);
  return () => {
    document.removeEventListener("visibilitychange", connect);
    window.removeEventListener("online", connect);
    disconnect();
  };
}
