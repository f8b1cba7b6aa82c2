import type { NullspaceEvent } from "#lib/api/events.ts";
import type { VolumeId } from "#lib/api/ids.ts";
import type { Context } from "../context.ts";
import { authorize } from "../identity/authorize.ts";
import { EVENT_CHANNEL } from "./append-event.ts";
import { createBell } from "./bell.ts";
import { hiddenTypes } from "./hidden-types.ts";
import { cursorRange, readEvents } from "./read-events.ts";
import { toEvent } from "./to-event.ts";

const BATCH = 200;
/** `NOTIFY` wakes a stream; looking anyway this often covers a lost connection of the listener. */
const POLL_MS = 5_000;
const HEARTBEAT_MS = 15_000;
/** How long a stream may outlive the right to it. */
const RECHECK_MS = 5_000;
/** Acts that follow each other closely are told together. */
const GAP_MS = 20;

export type StreamItem =
  /** The stream has begun: whatever happens after `cursor` will come. */
  | { kind: "ready"; cursor: string }
  /** The cursor asked for is older than what is kept: read everything again; whatever happens after `cursor` will come. */
  | { kind: "resync"; cursor: string }
  | { kind: "event"; event: NullspaceEvent }
  /** Nothing happened that the caller sees; the cursor may have moved all the same. */
  | { kind: "heartbeat"; cursor: string };

type Options = {
  /** The last event that the caller has seen; absent: from now on. */
  after: number | undefined;
  /** Only events of this volume. */
  volume: VolumeId | undefined;
  signal: AbortSignal;
  /** Who the caller is now. Throws when the credential or the membership has ended. */
  recheck(): Promise<Context>;
};

/**
 * Tells what happens in the team, each event once and in order, until the signal aborts or the right to it ends. It reads on
 * only when the consumer asks for more, so that a slow one costs no memory and misses nothing.
 * @throws ApiError forbidden, and what `recheck` throws
 */
export async function* streamEvents(first: Context, options: Options): AsyncGenerator<StreamItem> {
  authorize(first, "events:read");
  const { system, team } = first;
  const { signal } = options;
  let ctx = first;
  let checkedAt = Date.now();
  let spokeAt = Date.now();
  const bell = createBell(signal);
  // Listening begins before the first look, so that nothing falls between the two.
  const unlisten = await system.database.listen(EVENT_CHANNEL, (payload) => {
    if (payload.startsWith(`${team}:`)) bell.ring();
  });
  try {
    const { oldest, newest } = await cursorRange(system, team);
    const known = options.after === undefined || (options.after >= oldest && options.after <= newest);
    let cursor = known ? (options.after ?? newest) : newest;
    yield { kind: known ? "ready" : "resync", cursor: String(cursor) };

    while (!signal.aborted) {
      if (Date.now() - checkedAt >= RECHECK_MS) {
        ctx = await options.recheck();
        authorize(ctx, "events:read");
        checkedAt = Date.now();
      }
      bell.hush();
      const rows = await readEvents(system, team, cursor, BATCH);
      const hidden = hiddenTypes(ctx);
      for (const row of rows) {
        cursor = row.seq;
        if (options.volume !== undefined && row.volumeId !== options.volume) continue;
        if (hidden.some((prefix) => row.type.startsWith(prefix))) continue;
        yield { kind: "event", event: toEvent(row) };
        spokeAt = Date.now();
      }
      if (rows.length === BATCH) continue;
      if (Date.now() - spokeAt >= HEARTBEAT_MS) {
        yield { kind: "heartbeat", cursor: String(cursor) };
        spokeAt = Date.now();
      }
      await bell.wait(Math.min(POLL_MS, spokeAt + HEARTBEAT_MS - Date.now()), GAP_MS);
    }
  } finally {
    await unlisten();
  }
}
