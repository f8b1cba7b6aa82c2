import { afterEach, expect, it, vi } from "vitest";
import type { NullspaceEvent } from "#lib/api/events.ts";
import { type LiveHost, type LiveMessage, type LiveState, openLiveChannel } from "./live-channel.ts";

class FakeSource extends EventTarget {
  readyState = 1;
  onmessage: ((event: { data: string; lastEventId: string }) => void) | null = null;
  onerror: (() => void) | null = null;
  readonly after: string | null;
  constructor(after: string | null) {
    super();
    this.after = after;
  }
  say(type: string, lastEventId: string) {
    this.dispatchEvent(new MessageEvent(type, { lastEventId }));
  }
  close() {
    this.readyState = 2;
  }
}

const stops: (() => void)[] = [];
afterEach(() => {
  for (const stop of stops.splice(0)) stop();
  vi.useRealTimers();
});

const event = (id: string) => ({ id, type: "volume.created", data: { name: "a" } }) as unknown as NullspaceEvent;

/** A browser whose tabs share a lock and a channel, and which counts its streams. */
function browser() {
  const sources: FakeSource[] = [];
  const name = crypto.randomUUID();
  const locks = {
    // Only the one form of `request` that is used.
    request: ((_: string, options: LockOptions, act: () => Promise<void>) =>
      navigator.locks.request(name, options, act)) as unknown as LockManager["request"],
  };
  const host: LiveHost = {
    locks,
    openChannel: () => new BroadcastChannel(name),
    openSource: (after) => {
      const source = new FakeSource(after);
      sources.push(source);
      return source as unknown as EventSource;
    },
  };
  const openTab = () => {
    const messages: LiveMessage[] = [];
    const states: LiveState["kind"][] = [];
    const stop = openLiveChannel(
      { onMessage: (one) => messages.push(one), onState: ({ kind }) => states.push(kind) },
      host,
    );
    stops.push(stop);
    return { messages, states, stop };
  };
  return { sources, openTab };
}

it("opens one stream for all tabs, and hands it on with the cursor", async () => {
  vi.stubGlobal("EventSource", { CLOSED: 2 });
  const { sources, openTab } = browser();
  const first = openTab();
  await expect.poll(() => sources).toHaveLength(1);
  const second = openTab();
  sources[0]?.say("ready", "6");
  sources[0]?.onmessage?.({ data: JSON.stringify(event("7")), lastEventId: "7" });
  await expect.poll(() => second.messages).toEqual([{ type: "resync" }, event("7")]);
  expect(first.messages).toEqual([{ type: "resync" }, event("7")]);
  expect(second.states).toEqual(["live"]);
  expect(sources).toHaveLength(1);

  first.stop();
  await expect.poll(() => sources).toHaveLength(2);
  expect(sources[0]?.readyState).toBe(2);
  expect(sources[1]?.after).toBe("7");
});

it("goes on where a quiet stream stood, from its sign of life", async () => {
  vi.stubGlobal("EventSource", { CLOSED: 2 });
  const { sources, openTab } = browser();
  const first = openTab();
  await expect.poll(() => sources).toHaveLength(1);
  const second = openTab();
  sources[0]?.say("heartbeat", "41");
  await expect.poll(() => second.states).toEqual(["live"]);
  first.stop();
  await expect.poll(() => sources).toHaveLength(2);
  expect(sources[1]?.after).toBe("41");
});

it("opens nothing when it is stopped before its turn", async () => {
  const { sources, openTab } = browser();
  openTab().stop();
  await new Promise((resolve) => setImmediate(resolve));
  expect(sources).toHaveLength(0);
});

it("says since when nothing was heard, and connects again", async () => {
  vi.stubGlobal("EventSource", { CLOSED: 2 });
  vi.useFakeTimers();
  const { sources, openTab } = browser();
  const tab = openTab();
  await expect.poll(() => sources).toHaveLength(1);
  sources[0]?.say("ready", "6");
  await vi.advanceTimersByTimeAsync(90_000);
  expect(tab.states).toEqual(["live", "stale"]);
  expect(sources.length).toBeGreaterThan(1);
  sources.at(-1)?.say("heartbeat", "6");
  expect(tab.states).toEqual(["live", "stale", "live"]);
});

it("says so to every tab soon after the connection broke, unless it comes back", async () => {
  vi.stubGlobal("EventSource", { CLOSED: 2 });
  const { sources, openTab } = browser();
  const first = openTab();
  await expect.poll(() => sources).toHaveLength(1);
  const second = openTab();
  sources[0]?.say("ready", "6");
  await expect.poll(() => second.states).toEqual(["live"]);
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  sources[0]?.onerror?.();
  await vi.advanceTimersByTimeAsync(3_000);
  sources[0]?.say("ready", "6");
  await vi.advanceTimersByTimeAsync(30_000);
  expect(first.states).toEqual(["live"]);
  sources[0]?.onerror?.();
  await vi.advanceTimersByTimeAsync(10_000);
  vi.useRealTimers();
  expect(first.states).toEqual(["live", "stale"]);
  await expect.poll(() => second.states).toEqual(["live", "stale"]);
});

it("tries again after a refusal, which the browser does not by itself", async () => {
  vi.stubGlobal("EventSource", { CLOSED: 2 });
  vi.useFakeTimers();
  const { sources, openTab } = browser();
  openTab();
  await expect.poll(() => sources).toHaveLength(1);
  sources[0]?.close();
  sources[0]?.onerror?.();
  await vi.advanceTimersByTimeAsync(1_000);
  expect(sources).toHaveLength(2);
});
