import type { AttachmentState } from "#lib/api/attachments.ts";
import type { Actor, NullspaceEvent } from "#lib/api/events.ts";

/** One step of an attachment's story. */
export type Step = {
  id: string;
  at: string;
  actor: Actor;
  /** What went wrong, as a code and a sentence; null when nothing did. */
  error: { code: string | null; message: string | null } | null;
} & (
  | {
      kind: "state";
      state: AttachmentState;
      cause: string;
      /** How long the state lasted, in milliseconds; null while it lasts. */
      lastedMs: number | null;
    }
  | { kind: "health"; healthy: boolean }
);

const errorOf = ({
  error_code: code,
  error_message: message,
}: {
  error_code: string | null;
  error_message: string | null;
}) => (code === null && message === null ? null : { code, message });

/** Whether a change of state, just before, has said the same already. */
const isToldBy = (
  before: NullspaceEvent | undefined,
  { data }: Extract<NullspaceEvent, { type: "attachment.health_changed" }>,
) => data.error_code !== null && before?.type === "attachment.changed" && before.data.error_code === data.error_code;

/**
 * The story that events tell, newest first as they come. Each event knows how long the state before had lasted, so the
 * length of a state stands in the event after it.
 */
export function storyOf(events: readonly NullspaceEvent[]): Step[] {
  const steps: Step[] = [];
  let lastedMs: number | null = null;
  for (const [index, event] of events.entries()) {
    const { id, at, actor } = event;
    if (event.type === "attachment.health_changed" && !isToldBy(events[index + 1], event))
      steps.push({ kind: "health", id, at, actor, healthy: event.data.healthy, error: errorOf(event.data) });
    if (event.type !== "attachment.changed") continue;
    const { to: state, cause } = event.data;
    steps.push({ kind: "state", id, at, actor, state, cause, lastedMs, error: errorOf(event.data) });
    lastedMs = event.data.duration_ms;
  }
  return steps;
}
