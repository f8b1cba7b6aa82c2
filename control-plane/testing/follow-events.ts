import { NullspaceEvent } from "#lib/api/events.ts";

type Message = { id: string | undefined; event: string | undefined; data: string };

function parseMessage(text: string): Message {
  const message: Message = { id: undefined, event: undefined, data: "" };
  for (const line of text.split("\n")) {
    const [, field, value = ""] = /^(\w+): ?(.*)$/.exec(line) ?? [];
    if (field === "id") message.id = value;
    if (field === "event") message.event = value;
    if (field === "data") message.data += value;
  }
  return message;
}

/** Cuts the text of the stream into messages, whatever the chunks it comes in. */
async function* messages(reader: ReadableStreamDefaultReader<Uint8Array>): AsyncGenerator<Message> {
  const decoder = new TextDecoder();
  let rest = "";
  for (let chunk = await reader.read(); !chunk.done; chunk = await reader.read()) {
    const parts = `${rest}${decoder.decode(chunk.value, { stream: true })}`.split("\n\n");
    rest = parts.pop() ?? "";
    yield* parts.map(parseMessage);
  }
}

export type EventFollower = {
  /** `ready` or `resync`. */
  opening: string;
  /** Everything heard so far, in order. */
  heard: NullspaceEvent[];
  /** The last id heard, for the next connection. */
  lastId(): string | undefined;
  /** Settles when the server ends the stream. */
  ended: Promise<void>;
  /** Waits for the first event that `wanted` accepts; the deadline of the test is the only clock. */
  until(wanted: (event: NullspaceEvent) => boolean): Promise<NullspaceEvent>;
  close(): Promise<void>;
};

/**
 * Follows `GET /v1/events` as a browser does.
 * @param connect makes the request, such as a `fetch` with a signal or `app.request`
 */
export async function followEvents(connect: () => Promise<Response> | Response): Promise<EventFollower> {
  const response = await connect();
  if (response.status !== 200 || response.body === null)
    throw new Error(`the stream answered ${response.status}: ${await response.text()}`);
  const reader = response.body.getReader();
  const incoming = messages(reader);
  const first = await incoming.next();
  if (first.done) throw new Error("the stream ended before it began");

  const heard: NullspaceEvent[] = [];
  const waiting = new Set<() => void>();
  let lastId = first.value.id;
  const ended = (async () => {
    for await (const message of incoming) {
      lastId = message.id ?? lastId;
      if (message.event === undefined) heard.push(NullspaceEvent.parse(JSON.parse(message.data)));
      for (const look of waiting) look();
    }
  })().catch(() => {});

  return {
    opening: first.value.event ?? "",
    heard,
    lastId: () => lastId,
    ended,
    until: (wanted) =>
      new Promise((resolve) => {
        const look = () => {
          const found = heard.find(wanted);
          if (found === undefined) return;
          waiting.delete(look);
          resolve(found);
        };
        waiting.add(look);
        look();
      }),
    close: () => reader.cancel(),
  };
}
