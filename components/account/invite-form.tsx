"use client";
import { perform } from "#components/ui/use-act.ts";
import { acceptInvitationAction } from "#lib/actions/joining.ts";
import { NewAccountForm } from "./new-account-form.tsx";

export function InviteForm({ token, email }: { token: string; email: string | null }) {
  return (
    <NewAccountForm
      action="Create account and join"
      email={email}
      join={({ email, password }) => perform(acceptInvitationAction, { token, email, password })}
    />
  );
}
