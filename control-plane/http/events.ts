import { createRoute, z } from "@hono/zod-openapi";
import { EventPage, ListEventsQuery } from "#lib/api/events.ts";
import { VolumeId } from "#lib/api/ids.ts";
import { holdStream } from "../events/hold-stream.ts";
import { listEvents } from "../events/list-events.ts";
import { type StreamItem, streamEvents } from "../events/stream-events.ts";
import type { App } from "./app.ts";
import { refusals } from "./refusals.ts";
import { answer, teamRoute } from "./team-route.ts";
import { identifyCaller } from "./with-team.ts";

const common = teamRoute("Events");
/** How long a browser waits before it connects again, in milliseconds. */
const RETRY_MS = 1_000;

const Cursor = z.coerce.number().int().nonnegative();

const streamEventsRoute = createRoute({
  ...common,
  method: "get",
  path: "/v1/events",
  operationId: "streamEvents",
  summary: "Follow what happens in the team",
  description:
    "Server-sent events. First `ready` (or `resync`, when the cursor asked for is older than what is kept: read everything again), then one unnamed message for each event, in order and without a gap. `heartbeat` says every 15 s that the stream lives.",
  request: {
    query: z.object({
      volume: VolumeId.optional(),
      last_event_id: Cursor.optional().openapi({ description: "For clients that cannot send the header." }),
    }),
    headers: z.object({
      "last-event-id": Cursor.optional().openapi({ description: "The `id` of the last event seen: goes on after it." }),
    }),
  },
  responses: {
    200: { description: "The stream.", content: { "text/event-stream": { schema: z.string() } } },
    ...refusals("rate_limit_exceeded"),
  },
});

const listEventsRoute = createRoute({
  ...common,
  method: "get",
  path: "/v1/activity",
  operationId: "listEvents",
  summary: "List what happened in the team",
  request: { query: ListEventsQuery },
  responses: { 200: answer(EventPage, "Newest first."), ...refusals() },
});

function toText(item: StreamItem): string {
  switch (item.kind) {
    case "event":
      return `id: ${item.event.id}\ndata: ${JSON.stringify(item.event)}\n\n`;
    case "heartbeat":
      return `id: ${item.cursor}\nevent: heartbeat\ndata: {}\n\n`;
    default:
      return `retry: ${RETRY_MS}\nid: ${item.cursor}\nevent: ${item.kind}\ndata: ${JSON.stringify({ cursor: item.cursor })}\n\n`;
  }
}

/** Pulls from the source only what the socket takes, so that a slow reader holds one item and no more. */
function toByteStream(items: AsyncGenerator<StreamItem>, stop: () => void): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream(
    {
      async pull(controller) {
        // A refusal in mid-stream (the key was revoked) can only end it: the next connection is told why.
        const next = await items.next().catch(() => ({ done: true as const, value: undefined }));
        if (next.done) {
          stop();
          controller.close();
        } else controller.enqueue(encoder.encode(toText(next.value)));
      },
      async cancel() {
        stop();
        await items.return(undefined);
      },
    },
    { highWaterMark: 0 },
  );
}

export function registerEvents(app: App): void {
  app.openapi(streamEventsRoute, async (c) => {
    const { volume, last_event_id } = c.req.valid("query");
    const after = c.req.valid("header")["last-event-id"] ?? last_event_id;
    const gone = new AbortController();
    gone.signal.addEventListener("abort", holdStream(c.var.ctx), { once: true });
    const items = streamEvents(c.var.ctx, {
      after,
      volume,
      signal: AbortSignal.any([gone.signal, c.var.system.stopping]),
      recheck: () => identifyCaller(c),
    });
    return new Response(
      toByteStream(items, () => gone.abort()),
      {
        headers: {
          "content-type": "text/event-stream; charset=utf-8",
          "cache-control": "no-store, no-transform",
          "x-accel-buffering": "no",
        },
      },
    );
  });

  app.openapi(listEventsRoute, async (c) => c.json(await listEvents(c.var.ctx, c.req.valid("query")), 200));
}
