"use client";
import { useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { Refusal } from "#components/ui/notice.tsx";
import { useAct } from "#components/ui/use-act.ts";
import { acceptInvitationAction, completeSetupAction } from "#lib/actions/joining.ts";

/** For someone who is signed in already: one press takes the place that the link offers. */
export function JoinButton({
  token,
  link,
  children,
}: {
  token: string;
  link: "setup" | "invitation";
  children: string;
}) {
  const [leaving, setLeaving] = useState(false);
  const action = link === "setup" ? completeSetupAction : acceptInvitationAction;
  const join = useAct(action, {
    failed: null,
    onDone: () => {
      setLeaving(true);
      window.location.assign("/");
    },
  });
  return (
    <div className="flex flex-col gap-4">
      <Refusal error={join.error} />
      <Button variant="primary" pending={join.isPending || leaving} onClick={() => join.mutate({ token })}>
        {children}
      </Button>
    </div>
  );
}
