import type { AttachmentId } from "#lib/api/ids.ts";

/** What goes on with one attachment's mount in this process. */
type Attended = {
  /** Looks at it, each of which holds it. */
  looks: Set<{ ending: AbortController; ended: Promise<unknown> }>;
  /** Settles when what changes it now has ended. */
  change: Promise<unknown> | null;
};

const attended = new Map<AttachmentId, Attended>();

function attend(attachment: AttachmentId): Attended {
  const known = attended.get(attachment);
  if (known !== undefined) return known;
  const fresh: Attended = { looks: new Set(), change: null };
  attended.set(attachment, fresh);
  return fresh;
}

function leave(attachment: AttachmentId, { looks, change }: Attended): void {
  if (looks.size === 0 && change === null) attended.delete(attachment);
}

/**
 * Looks at a mount while nothing changes it. A change that comes meanwhile ends the look, which begins again after it: to look
 * must keep nobody from changing anything.
 * @param act ends early when its signal aborts, with whatever result
 */
export async function lookAt<T>(attachment: AttachmentId, act: (signal: AbortSignal) => Promise<T>): Promise<T> {
  for (;;) {
    const here = attend(attachment);
    if (here.change !== null) {
      await here.change;
      continue;
    }
    const ending = new AbortController();
    const acting = act(ending.signal);
    const look = { ending, ended: acting.catch(() => {}) };
    here.looks.add(look);
    try {
      const found = await acting;
      if (!ending.signal.aborted) return found;
    } finally {
      here.looks.delete(look);
      leave(attachment, here);
    }
  }
}

/**
 * Changes mounts, or takes them away, while nobody looks at them.
 * @param attachments each is changed by one caller at a time, which is for the callers to see to
 */
export async function withoutLooks<T>(attachments: readonly AttachmentId[], act: () => Promise<T>): Promise<T> {
  const change = Promise.withResolvers<void>();
  const here = attachments.map((attachment) => ({ attachment, state: attend(attachment) }));
  for (const { state } of here) state.change = change.promise;
  try {
    const looks = here.flatMap(({ state }) => [...state.looks]);
    for (const { ending } of looks) ending.abort();
    await Promise.all(looks.map(({ ended }) => ended));
    return await act();
  } finally {
    for (const { attachment, state } of here) {
      state.change = null;
      leave(attachment, state);
    }
    change.resolve();
  }
}
