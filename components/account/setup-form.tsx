"use client";
import { perform } from "#components/ui/use-act.ts";
import { completeSetupAction } from "#lib/actions/joining.ts";
import { NewAccountForm } from "./new-account-form.tsx";

export function SetupForm({ token }: { token: string }) {
  return (
    <NewAccountForm
      action="Create account"
      asksTeamName
      join={({ email, password, teamName }) =>
        perform(completeSetupAction, { token, email, password, team_name: teamName || undefined })
      }
    />
  );
}
