"use client";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Plus, X } from "lucide-react";
import dynamic from "next/dynamic";
import { useState } from "react";
import { Badge } from "#components/ui/badge.tsx";
import { Button } from "#components/ui/button.tsx";
import { IconButton } from "#components/ui/icon-button.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import { Section } from "#components/ui/section.tsx";
import { untilLoaded } from "#components/ui/until-loaded.ts";
import { useAct } from "#components/ui/use-act.ts";
import { revokeInvitationAction } from "#lib/actions/team.ts";
import type { Invitation } from "#lib/api/identity.ts";
import { browserApi } from "#lib/queries/browser-api.ts";
import { patchQuery } from "#lib/queries/patch-query.ts";
import { invitationList, teamKeys } from "#lib/queries/team.ts";
import { rowClass } from "./row-class.ts";
import { TeamList } from "./team-list.tsx";

const InviteDialog = dynamic(
  untilLoaded(() => import("./invite-dialog.tsx").then((loaded) => loaded.InviteDialog)),
  {
    loading: () => null,
  },
);

export function Invitations() {
  const cache = useQueryClient();
  const query = useQuery(invitationList(browserApi));
  const [inviting, setInviting] = useState(false);
  const revoke = useAct(revokeInvitationAction, {
    failed: "The invitation still holds",
    optimistic: ({ id }, cache) =>
      patchQuery<Invitation[]>(cache, teamKeys.invitations, (all) => all.filter((one) => one.id !== id)),
  });
  return (
    <Section
      title="Invitations"
      action={
        <Button onClick={() => setInviting(true)}>
          <Plus className="size-4" aria-hidden="true" />
          Invite
        </Button>
      }
    >
      <TeamList
        query={query}
        title="The invitations could not be loaded"
        empty="No open invitations. An invitation is a link that you hand over yourself; it holds for seven days."
      >
        {(invitations) =>
          invitations.map((invitation) => (
            <li key={invitation.id} className={rowClass}>
              <span className="min-w-0 flex-1 truncate">
                {invitation.email ?? <span className="text-muted">Whoever has the link</span>}
              </span>
              <Badge>{invitation.role}</Badge>
              <span className="text-muted">
                ends <RelativeTime at={invitation.expires_at} />
              </span>
              <IconButton
                label={`Take back the invitation for ${invitation.email ?? "whoever has the link"}`}
                onClick={() => revoke.mutate({ id: invitation.id })}
              >
                <X aria-hidden="true" />
              </IconButton>
            </li>
          ))
        }
      </TeamList>
      {inviting && (
        <InviteDialog
          onClose={() => {
            setInviting(false);
            void cache.invalidateQueries({ queryKey: teamKeys.invitations });
          }}
        />
      )}
    </Section>
  );
}
