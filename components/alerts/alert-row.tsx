import { formatDuration } from "#components/ui/format-duration.ts";
import { IntentLink } from "#components/ui/intent-link.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import { StatusShape } from "#components/ui/status.tsx";
import type { Alert } from "#lib/api/alerts.ts";
import { ALERT_KINDS, alertHref } from "./alert-look.ts";

/** One alert; the whole row leads to what it is about. */
export function AlertRow({ alert, onFollow }: { alert: Alert; onFollow?: () => void }) {
  const { title, tone } = ALERT_KINDS[alert.kind];
  const over = alert.cleared_at;
  return (
    <li className="relative flex items-start gap-2.5 border-b px-3 py-2 transition-colors last:border-b-0 hover:bg-hover">
      <span className="flex h-5 items-center">
        <StatusShape tone={over === null ? tone : "idle"} />
      </span>
      <div className="min-w-0 flex-1">
        <IntentLink
          href={alertHref(alert)}
          onClick={onFollow}
          className="font-medium after:absolute after:inset-0 focus-visible:outline-none focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-link"
        >
          {title}
        </IntentLink>
        <p className="text-muted wrap-anywhere">{alert.message}</p>
      </div>
      <span className="flex flex-col items-end text-caption leading-5 text-faint">
        <RelativeTime at={alert.raised_at} />
        {over !== null && (
          <span className="whitespace-nowrap">
            for {formatDuration(Date.parse(over) - Date.parse(alert.raised_at))}
          </span>
        )}
      </span>
    </li>
  );
}
