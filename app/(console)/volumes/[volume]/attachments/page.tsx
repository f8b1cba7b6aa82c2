import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { VolumeAttachmentsPage } from "#components/attachments/volume-attachments-page.tsx";
import { callerApi } from "#lib/auth/caller-api.ts";
import { requirePerson } from "#lib/auth/require-person.ts";
import { volumeOf } from "#lib/auth/volume-of.ts";
import { volumeAttachments } from "#lib/queries/attachments.ts";
import { createQueryClient } from "#lib/queries/query-client.ts";
import { runtimeInfo } from "#lib/queries/sandboxes.ts";

export const metadata: Metadata = { title: "Attachments" };

export default async function Page({ params }: PageProps<"/volumes/[volume]/attachments">) {
  const { team } = await requirePerson();
  if (team === null) return null;
  const volume = await volumeOf((await params).volume);
  const api = await callerApi();
  const cache = createQueryClient();
  await Promise.all([cache.prefetchQuery(volumeAttachments(api, volume.id)), cache.prefetchQuery(runtimeInfo(api))]);
  return (
    <HydrationBoundary state={dehydrate(cache)}>
      <VolumeAttachmentsPage id={volume.id} role={team.role} />
    </HydrationBoundary>
  );
}
