"use client";
import { useQuery } from "@tanstack/react-query";
import { byUrgency } from "#components/alerts/alert-look.ts";
import { AlertRow } from "#components/alerts/alert-row.tsx";
import { Status } from "#components/ui/status.tsx";
import { openAlerts, overAlerts } from "#lib/queries/alerts.ts";
import { browserApi } from "#lib/queries/browser-api.ts";
import { Box, Nothing } from "./box.tsx";
import { QueryBox } from "./query-box.tsx";

/** What is wrong now, the worst first, and what to do about it. */
export function OpenAlerts({ live }: { live: boolean }) {
  const query = useQuery(openAlerts(browserApi));
  return (
    <Box title="Needs attention">
      <QueryBox query={query} title="The alerts could not be loaded">
        {({ alerts, open_count }) =>
          alerts.length === 0 ? (
            <Nothing>
              <Status tone={live ? "ok" : "idle"}>{live ? "Nothing is wrong." : "Nothing was wrong."}</Status>
            </Nothing>
          ) : (
            <>
              <ul>
                {alerts.toSorted(byUrgency).map((alert) => (
                  <AlertRow key={alert.id} alert={alert} />
                ))}
              </ul>
              {open_count > alerts.length && <Nothing>and {open_count - alerts.length} more</Nothing>}
            </>
          )
        }
      </QueryBox>
    </Box>
  );
}

/** What was wrong last, when and for how long. Renders nothing where nothing ever was. */
export function OverAlerts() {
  const query = useQuery(overAlerts(browserApi));
  if (query.data?.alerts.length === 0) return null;
  return (
    <Box title="Lately mended" more={{ href: "/activity?family=alert", label: "All alerts" }}>
      <QueryBox query={query} title="Past alerts could not be loaded">
        {({ alerts }) => (
          <ul>
            {alerts.map((alert) => (
              <AlertRow key={alert.id} alert={alert} />
            ))}
          </ul>
        )}
      </QueryBox>
    </Box>
  );
}
