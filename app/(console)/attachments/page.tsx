import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { AllAttachments } from "#components/overview/all-attachments.tsx";
import { callerApi } from "#lib/auth/caller-api.ts";
import { requirePerson } from "#lib/auth/require-person.ts";
import { attachmentList } from "#lib/queries/attachments.ts";
import { createQueryClient } from "#lib/queries/query-client.ts";

export const metadata: Metadata = { title: "Attachments" };

export default async function Page() {
  const { team } = await requirePerson();
  if (team === null) return null;
  const cache = createQueryClient();
  await cache.prefetchQuery(attachmentList(await callerApi()));
  return (
    <HydrationBoundary state={dehydrate(cache)}>
      <AllAttachments />
    </HydrationBoundary>
  );
}
