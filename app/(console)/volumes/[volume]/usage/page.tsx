import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { createLoader } from "nuqs/server";
import { UsagePage } from "#components/usage/usage-page.tsx";
import { usageUrl } from "#components/usage/usage-url.ts";
import { callerApi } from "#lib/auth/caller-api.ts";
import { requirePerson } from "#lib/auth/require-person.ts";
import { volumeOf } from "#lib/auth/volume-of.ts";
import { createQueryClient } from "#lib/queries/query-client.ts";
import { volumeUsage } from "#lib/queries/usage.ts";

export const metadata: Metadata = { title: "Usage" };

const load = createLoader(usageUrl);

export default async function Page({ params, searchParams }: PageProps<"/volumes/[volume]/usage">) {
  await requirePerson();
  const volume = await volumeOf((await params).volume);
  const { path } = await load(searchParams);
  const cache = createQueryClient();
  await cache.prefetchQuery(volumeUsage(volume.id, path, await callerApi()));
  return (
    <HydrationBoundary state={dehydrate(cache)}>
      <UsagePage id={volume.id} />
    </HydrationBoundary>
  );
}
