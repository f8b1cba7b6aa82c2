"use client";
import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { ErrorState } from "#components/ui/error-state.tsx";
import { IntentLink } from "#components/ui/intent-link.tsx";
import { Popover } from "#components/ui/popover.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import { TryAgain } from "#components/ui/try-again.tsx";
import { openAlerts } from "#lib/queries/alerts.ts";
import { browserApi } from "#lib/queries/browser-api.ts";
import { byUrgency } from "./alert-look.ts";
import { AlertRow } from "./alert-row.tsx";

/** The list below the bell. It opens at once, since it is only fetched when the bell is pressed. */
export function AlertsPopover({ bell }: { bell: ReactNode }) {
  const [open, setOpen] = useState(true);
  const query = useQuery(openAlerts(browserApi));
  const close = () => setOpen(false);
  const alerts = query.data?.alerts.toSorted(byUrgency) ?? [];
  const more = (query.data?.open_count ?? 0) - alerts.length;
  return (
    <Popover open={open} onOpenChange={setOpen} label="Alerts" trigger={bell}>
      <h2 className="border-b px-3 py-2 font-semibold">Alerts</h2>
      {query.data === undefined ? (
        query.isError ? (
          <ErrorState
            title="The alerts could not be loaded"
            error={query.error}
            className="py-6"
            action={<TryAgain query={query} />}
          />
        ) : (
          <div aria-busy="true" className="flex flex-col gap-2 p-3">
            <Skeleton className="w-40" />
            <Skeleton className="w-64" />
          </div>
        )
      ) : alerts.length === 0 ? (
        <p className="px-3 py-6 text-center text-muted">Nothing is wrong.</p>
      ) : (
        <ul>
          {alerts.map((alert) => (
            <AlertRow key={alert.id} alert={alert} onFollow={close} />
          ))}
        </ul>
      )}
      <footer className="sticky bottom-0 border-t bg-panel px-3 py-2 text-caption">
        <IntentLink
          href="/activity?family=alert"
          onClick={close}
          className="rounded-sm text-link underline-offset-2 hover:underline"
        >
          {more > 0 ? `${more} more, and what was before` : "What was before"}
        </IntentLink>
      </footer>
    </Popover>
  );
}
