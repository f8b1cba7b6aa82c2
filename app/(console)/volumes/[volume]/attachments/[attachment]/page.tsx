import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { AttachmentPage } from "#components/attachments/attachment-page.tsx";
import { attachmentOf } from "#lib/auth/attachment-of.ts";
import { callerApi } from "#lib/auth/caller-api.ts";
import { requirePerson } from "#lib/auth/require-person.ts";
import { volumeOf } from "#lib/auth/volume-of.ts";
import { attachmentKeys, attachmentStory } from "#lib/queries/attachments.ts";
import { createQueryClient } from "#lib/queries/query-client.ts";

type Props = PageProps<"/volumes/[volume]/attachments/[attachment]">;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  await requirePerson();
  return { title: (await attachmentOf((await params).attachment)).mount_path };
}

export default async function Page({ params }: Props) {
  await requirePerson();
  const { volume: segment, attachment: id } = await params;
  const volume = await volumeOf(segment);
  const attachment = await attachmentOf(id);
  if (attachment.volume_id !== volume.id) notFound();
  const cache = createQueryClient();
  cache.setQueryData(attachmentKeys.one(attachment.id), attachment);
  await cache.prefetchQuery(attachmentStory(await callerApi(), attachment.id));
  return (
    <HydrationBoundary state={dehydrate(cache)}>
      <AttachmentPage id={attachment.id} />
    </HydrationBoundary>
  );
}
