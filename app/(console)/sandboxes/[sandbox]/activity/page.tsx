import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { Story } from "#components/activity/story.tsx";
import { callerApi } from "#lib/auth/caller-api.ts";
import { requirePerson } from "#lib/auth/require-person.ts";
import { sandboxOf } from "#lib/auth/sandbox-of.ts";
import { eventPages } from "#lib/queries/events.ts";
import { createQueryClient } from "#lib/queries/query-client.ts";

export const metadata: Metadata = { title: "Activity" };

export default async function Page({ params }: PageProps<"/sandboxes/[sandbox]/activity">) {
  await requirePerson();
  const { id } = await sandboxOf((await params).sandbox);
  const scope = { sandbox: id };
  const cache = createQueryClient();
  await cache.prefetchInfiniteQuery(eventPages(await callerApi(), scope));
  return (
    <HydrationBoundary state={dehydrate(cache)}>
      <h2 className="sr-only">Activity</h2>
      <Story scope={scope} />
    </HydrationBoundary>
  );
}
