import { ApiError } from "#lib/api/api-error.ts";
import type { Context } from "../context.ts";

/** Of an answer with a JSON object on each line. */
export const STREAM_HEADERS = {
  "content-type": "application/x-ndjson",
  "cache-control": "no-store, no-transform",
  "x-accel-buffering": "no",
  // Names and lines of a volume are hostile.
  "x-content-type-options": "nosniff",
};

type Failed = { type: "error"; code: string; message: string };

/**
 * Begins an act and hands out its messages as they come; what is refused before the first one is thrown. The act ends when
 * nobody reads any more.
 * @param act its first call of `say`, with nothing too, says that it has begun; what it returns is said last. All that it says
 *   has to be bounded, since a slow reader does not hold it back
 */
export async function streamMessages<Message>(
  ctx: Context,
  act: (signal: AbortSignal, say: (messages: readonly Message[]) => void) => Promise<Message>,
): Promise<ReadableStream<Uint8Array>> {
  const encoder = new TextEncoder();
  const gone = new AbortController();
  const begun = Promise.withResolvers<void>();
  const encode = (message: Message | Failed) => encoder.encode(`${JSON.stringify(message)}\n`);
  const stream = new ReadableStream<Uint8Array>({
    start(controller) {
      act(AbortSignal.any([gone.signal, ctx.system.stopping]), (messages) => {
        begun.resolve();
        for (const message of messages) controller.enqueue(encode(message));
      })
        .then(
          (end) => controller.enqueue(encode(end)),
          (error: unknown) => {
            begun.reject(error);
            if (gone.signal.aborted) return;
            const known = error instanceof ApiError;
            if (!known) ctx.system.log.error({ err: error, request_id: ctx.requestId }, "a search failed");
            const code = known ? error.code : "internal_error";
            const message = known ? error.message : "The search ended on our side. Try again.";
            controller.enqueue(encode({ type: "error", code, message }));
          },
        )
        .finally(() => {
          begun.resolve();
          if (!gone.signal.aborted) controller.close();
        });
    },
    cancel: () => gone.abort(),
  });
  await begun.promise;
  return stream;
}
