import type { NullspaceEvent } from "#lib/api/events.ts";
import type { TeamId } from "#lib/api/ids.ts";
import { type System, systemContext } from "../context.ts";
import { streamEvents } from "../events/stream-events.ts";

type Listener = {
  hear(event: NullspaceEvent): void;
  /** The story cannot be followed any more; nothing comes after this. */
  lost(error: unknown): void;
};
type Story = { listeners: Set<Listener>; begun: Promise<void>; end: AbortController };

// One reader of a team's story for all who watch through this process: a thousand watchers cost the database one.
const stories = new WeakMap<System, Map<TeamId, Story>>();

function begin(system: System, team: TeamId, forget: () => void): Story {
  const end = new AbortController();
  const begun = Promise.withResolvers<void>();
  const listeners = new Set<Listener>();
  const ctx = systemContext(system, team);
  const follow = async () => {
    const signal = AbortSignal.any([end.signal, system.stopping]);
    const items = streamEvents(ctx, { after: undefined, volume: undefined, signal, recheck: async () => ctx });
    for await (const item of items) {
      if (item.kind === "event") for (const listener of listeners) listener.hear(item.event);
      begun.resolve();
    }
  };
  follow()
    .catch((error: unknown) => {
      forget();
      begun.reject(error);
      for (const listener of listeners) listener.lost(error);
    })
    .finally(() => begun.resolve());
  return { listeners, begun: begun.promise, end };
}

/**
 * Tells everything that happens in a team from now on, to be filtered by who may see it.
 * @returns stops it
 */
export async function followStory(system: System, team: TeamId, listener: Listener): Promise<() => void> {
  const ofSystem = stories.get(system) ?? new Map<TeamId, Story>();
  stories.set(system, ofSystem);
  const story = ofSystem.get(team) ?? begin(system, team, () => ofSystem.delete(team));
  ofSystem.set(team, story);
  story.listeners.add(listener);
  const stop = () => {
    story.listeners.delete(listener);
    if (story.listeners.size > 0) return;
    story.end.abort();
    if (ofSystem.get(team) === story) ofSystem.delete(team);
  };
  try {
    await story.begun;
  } catch (error) {
    stop();
    throw error;
  }
  return stop;
}
