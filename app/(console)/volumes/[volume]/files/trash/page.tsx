import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { TrashView } from "#components/files/trash/trash-view.tsx";
import { callerApi } from "#lib/auth/caller-api.ts";
import { requirePerson } from "#lib/auth/require-person.ts";
import { volumeOf } from "#lib/auth/volume-of.ts";
import { trashList } from "#lib/queries/files.ts";
import { createQueryClient } from "#lib/queries/query-client.ts";

export const metadata: Metadata = { title: "Trash" };

export default async function Page({ params }: PageProps<"/volumes/[volume]/files/trash">) {
  await requirePerson();
  const volume = await volumeOf((await params).volume);
  const cache = createQueryClient();
  await cache.prefetchQuery(trashList(volume.id, await callerApi()));
  return (
    <HydrationBoundary state={dehydrate(cache)}>
      <TrashView volumeId={volume.id} />
    </HydrationBoundary>
  );
}
