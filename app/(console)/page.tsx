import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { OverviewPage } from "#components/overview/overview-page.tsx";
import { RECENT } from "#components/overview/recent.ts";
import { callerApi } from "#lib/auth/caller-api.ts";
import { requirePerson } from "#lib/auth/require-person.ts";
import { overAlerts, overviewCounts } from "#lib/queries/alerts.ts";
import { eventPages } from "#lib/queries/events.ts";
import { createQueryClient } from "#lib/queries/query-client.ts";

export const metadata: Metadata = { title: "Overview" };

export default async function Page() {
  const { team } = await requirePerson();
  if (team === null) return null;
  const api = await callerApi();
  const cache = createQueryClient();
  // Volumes and open alerts are in the cache already: every page shows them.
  await Promise.all([
    cache.prefetchQuery(overviewCounts(api)),
    cache.prefetchQuery(overAlerts(api)),
    cache.prefetchInfiniteQuery(eventPages(api, {}, RECENT)),
  ]);
  return (
    <HydrationBoundary state={dehydrate(cache)}>
      <OverviewPage role={team.role} />
    </HydrationBoundary>
  );
}
