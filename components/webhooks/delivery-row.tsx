import { formatDuration } from "#components/ui/format-duration.ts";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import { Status, type StatusTone } from "#components/ui/status.tsx";
import type { WebhookDelivery } from "#lib/api/webhooks.ts";

const TONES: Record<WebhookDelivery["status"], StatusTone> = { pending: "busy", delivered: "ok", failed: "bad" };
const TYPES: Record<string, string> = {
  "alert.raised": "An alert was raised",
  "alert.cleared": "An alert was over",
  "webhook.test": "A test",
};

/** One message and each try to send it. */
export function DeliveryRow({ delivery }: { delivery: WebhookDelivery }) {
  const { status, type, attempts, next_attempt_at: next } = delivery;
  return (
    <li className="flex flex-col gap-1 border-b px-3 py-2 last:border-b-0">
      <div className="flex items-center gap-3">
        <Status tone={TONES[status]} className="w-24">
          {status}
        </Status>
        <span className="min-w-0 flex-1 truncate">{TYPES[type] ?? type}</span>
        <RelativeTime at={delivery.created_at} className="text-caption text-faint" />
      </div>
      <ol className="flex flex-col text-caption text-muted sm:pl-27" aria-label="Tries">
        {attempts.map((one) => (
          <li key={one.attempt} className="flex flex-wrap gap-x-2">
            <span className="text-faint">{one.attempt}.</span>
            <span className="font-mono">{one.status_code ?? "no answer"}</span>
            <span>in {formatDuration(one.duration_ms)}</span>
            {one.error !== null && <span className="wrap-anywhere">{one.error}</span>}
          </li>
        ))}
        {next !== null && attempts.length > 0 && (
          <li>
            next try <RelativeTime at={next} />
          </li>
        )}
        {status === "failed" && attempts.length === 0 && <li>Not sent: the webhook was turned off.</li>}
      </ol>
    </li>
  );
}
