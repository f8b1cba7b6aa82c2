import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { ApiKeys } from "#components/team/api-keys.tsx";
import { Invitations } from "#components/team/invitations.tsx";
import { Members } from "#components/team/members.tsx";
import { adminRefusal } from "#components/team/permissions.ts";
import { TeamName } from "#components/team/team-name.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { Webhooks } from "#components/webhooks/webhooks.tsx";
import { callerApi } from "#lib/auth/caller-api.ts";
import { requirePerson } from "#lib/auth/require-person.ts";
import { createQueryClient } from "#lib/queries/query-client.ts";
import { invitationList, keyList, memberList } from "#lib/queries/team.ts";
import { webhookList } from "#lib/queries/webhooks.ts";

export const metadata: Metadata = { title: "Team" };

export default async function TeamPage() {
  const { team, userId } = await requirePerson();
  if (team === null) return null;
  const refusal = adminRefusal(team.role);
  const api = await callerApi();
  const cache = createQueryClient();
  await Promise.all([
    cache.prefetchQuery(memberList(api)),
    ...(refusal === null
      ? [
          cache.prefetchQuery(invitationList(api)),
          cache.prefetchQuery(keyList(api)),
          cache.prefetchQuery(webhookList(api)),
        ]
      : []),
  ]);
  return (
    <HydrationBoundary state={dehydrate(cache)}>
      <div className="flex max-w-3xl flex-col gap-8 px-4 pt-3 pb-12">
        <h1 className="flex h-8 items-center text-title font-semibold">Team</h1>
        <TeamName name={team.name} refusal={refusal} />
        <Members role={team.role} userId={userId} />
        {refusal === null ? (
          <>
            <Invitations />
            <ApiKeys />
            <Webhooks />
          </>
        ) : (
          <Notice>Invitations, API keys and webhooks are kept by admins and owners of the team. {refusal}</Notice>
        )}
      </div>
    </HydrationBoundary>
  );
}
