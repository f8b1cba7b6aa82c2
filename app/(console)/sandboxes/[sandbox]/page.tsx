import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import { SandboxOverview } from "#components/sandboxes/sandbox-overview.tsx";
import { callerApi } from "#lib/auth/caller-api.ts";
import { requirePerson } from "#lib/auth/require-person.ts";
import { sandboxOf } from "#lib/auth/sandbox-of.ts";
import { sandboxAttachments } from "#lib/queries/attachments.ts";
import { createQueryClient } from "#lib/queries/query-client.ts";
import { sandboxSnapshots } from "#lib/queries/sandboxes.ts";

export default async function Page({ params }: PageProps<"/sandboxes/[sandbox]">) {
  await requirePerson();
  const { id } = await sandboxOf((await params).sandbox);
  const api = await callerApi();
  const cache = createQueryClient();
  await Promise.all([cache.prefetchQuery(sandboxAttachments(api, id)), cache.prefetchQuery(sandboxSnapshots(api, id))]);
  return (
    <HydrationBoundary state={dehydrate(cache)}>
      <SandboxOverview id={id} />
    </HydrationBoundary>
  );
}
