import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { createLoader } from "nuqs/server";
import { ActivityPage } from "#components/activity/activity-page.tsx";
import { activityUrl, filterOf } from "#components/activity/activity-url.ts";
import { callerApi } from "#lib/auth/caller-api.ts";
import { requirePerson } from "#lib/auth/require-person.ts";
import { eventPages } from "#lib/queries/events.ts";
import { createQueryClient } from "#lib/queries/query-client.ts";

export const metadata: Metadata = { title: "Activity" };

const load = createLoader(activityUrl);

export default async function Page({ searchParams }: PageProps<"/activity">) {
  const { team } = await requirePerson();
  if (team === null) return null;
  const cache = createQueryClient();
  await cache.prefetchInfiniteQuery(eventPages(await callerApi(), filterOf(await load(searchParams))));
  return (
    <HydrationBoundary state={dehydrate(cache)}>
      <ActivityPage />
    </HydrationBoundary>
  );
}
