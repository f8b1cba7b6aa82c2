import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { SandboxesPage } from "#components/sandboxes/sandboxes-page.tsx";
import { callerApi } from "#lib/auth/caller-api.ts";
import { requirePerson } from "#lib/auth/require-person.ts";
import { attachmentList } from "#lib/queries/attachments.ts";
import { createQueryClient } from "#lib/queries/query-client.ts";
import { runtimeInfo } from "#lib/queries/sandboxes.ts";

export const metadata: Metadata = { title: "Sandboxes" };

export default async function Page() {
  const { team } = await requirePerson();
  if (team === null) return null;
  const api = await callerApi();
  const cache = createQueryClient();
  // The layout has put the list into the cache: it counts the sandboxes beside their name.
  await Promise.all([cache.prefetchQuery(attachmentList(api)), cache.prefetchQuery(runtimeInfo(api))]);
  return (
    <HydrationBoundary state={dehydrate(cache)}>
      <SandboxesPage role={team.role} />
    </HydrationBoundary>
  );
}
