"use client";
import { useQuery } from "@tanstack/react-query";
import { LogOut, UserMinus } from "lucide-react";
import { useState } from "react";
import { Badge } from "#components/ui/badge.tsx";
import { ConfirmDialog } from "#components/ui/confirm-dialog.tsx";
import { IconButton } from "#components/ui/icon-button.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import { Section } from "#components/ui/section.tsx";
import { Select } from "#components/ui/select.tsx";
import { toastDone } from "#components/ui/toast-done.ts";
import { useAct } from "#components/ui/use-act.ts";
import { leaveTeamAction, removeMemberAction, setRoleAction } from "#lib/actions/team.ts";
import type { Member, Role } from "#lib/api/identity.ts";
import { browserApi } from "#lib/queries/browser-api.ts";
import { patchQuery } from "#lib/queries/patch-query.ts";
import { memberList, teamKeys } from "#lib/queries/team.ts";
import { grantableRoles, leaveRefusal, memberRefusal, ROLE_NOTES } from "./permissions.ts";
import { rowClass } from "./row-class.ts";
import { TeamList } from "./team-list.tsx";

type MembersProps = { role: Role; userId: string };

export function Members({ role, userId }: MembersProps) {
  const query = useQuery(memberList(browserApi));
  const [removing, setRemoving] = useState<Member | null>(null);
  const setRole = useAct(setRoleAction, {
    failed: "The role was not changed",
    optimistic: ({ user, role: next }, cache) =>
      patchQuery<Member[]>(cache, teamKeys.members, (members) =>
        members.map((member) => (member.user_id === user ? { ...member, role: next } : member)),
      ),
  });
  const remove = useAct(removeMemberAction, {
    failed: "The member was not removed",
    optimistic: ({ user }, cache) =>
      patchQuery<Member[]>(cache, teamKeys.members, (members) => members.filter((member) => member.user_id !== user)),
    onDone: () => toastDone("Removed from the team"),
  });
  const leave = useAct(leaveTeamAction, {
    failed: "You are still in the team",
    onDone: () => window.location.assign("/"),
  });
  const isSelf = removing?.user_id === userId;
  return (
    <Section title="Members">
      <TeamList query={query} title="The members could not be loaded">
        {(members) =>
          members.map((member) => {
            const refusal = memberRefusal(role, member, members);
            return (
              <li key={member.user_id} className={rowClass}>
                <span className="min-w-0 flex-1 truncate">
                  {member.email}
                  {member.user_id === userId && <span className="text-faint"> (you)</span>}
                </span>
                <span className="text-muted max-sm:hidden">
                  joined <RelativeTime at={member.joined_at} />
                </span>
                {refusal === null ? (
                  <Select
                    size="sm"
                    aria-label={`Role of ${member.email}`}
                    value={member.role}
                    onValueChange={(next) => setRole.mutate({ user: member.user_id, role: next })}
                    options={grantableRoles(role).map((value) => ({ value, label: value, note: ROLE_NOTES[value] }))}
                    className="w-28"
                  />
                ) : (
                  <Badge>{member.role}</Badge>
                )}
                {member.user_id === userId ? (
                  <IconButton
                    label="Leave the team"
                    reason={leaveRefusal(member, members)}
                    onClick={() => setRemoving(member)}
                  >
                    <LogOut aria-hidden="true" />
                  </IconButton>
                ) : (
                  <IconButton label={`Remove ${member.email}`} reason={refusal} onClick={() => setRemoving(member)}>
                    <UserMinus aria-hidden="true" />
                  </IconButton>
                )}
              </li>
            );
          })
        }
      </TeamList>
      <ConfirmDialog
        open={removing !== null}
        onOpenChange={() => setRemoving(null)}
        title={isSelf ? "Leave the team?" : `Remove ${removing?.email}?`}
        action={isSelf ? "Leave" : "Remove"}
        onConfirm={() => {
          if (removing !== null) (isSelf ? leave : remove).mutate({ user: removing.user_id });
          setRemoving(null);
        }}
      >
        {isSelf ? "You lose" : "They lose"} access to every volume at once. Files and keys {isSelf ? "you" : "they"}{" "}
        made stay. Only an invitation brings {isSelf ? "you" : "them"} back.
      </ConfirmDialog>
    </Section>
  );
}
