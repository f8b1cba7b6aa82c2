import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { createLoader } from "nuqs/server";
import { ActivityPage } from "#components/activity/activity-page.tsx";
import { activityUrl, filterOf } from "#components/activity/activity-url.ts";
import { callerApi } from "#lib/auth/caller-api.ts";
import { requirePerson } from "#lib/auth/require-person.ts";
import { volumeOf } from "#lib/auth/volume-of.ts";
import { eventPages } from "#lib/queries/events.ts";
import { createQueryClient } from "#lib/queries/query-client.ts";

export const metadata: Metadata = { title: "Activity" };

const load = createLoader(activityUrl);

export default async function Page({ params, searchParams }: PageProps<"/volumes/[volume]/activity">) {
  await requirePerson();
  const { id } = await volumeOf((await params).volume);
  const cache = createQueryClient();
  const filter = filterOf({ ...(await load(searchParams)), volume: id });
  await cache.prefetchInfiniteQuery(eventPages(await callerApi(), filter));
  return (
    <HydrationBoundary state={dehydrate(cache)}>
      <ActivityPage volume={id} />
    </HydrationBoundary>
  );
}
