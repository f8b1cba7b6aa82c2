"use client";
import { Button } from "#components/ui/button.tsx";
import { useAct } from "#components/ui/use-act.ts";
import { signOutAction } from "#lib/actions/session.ts";

/** All that a person without a team sees. */
export function NoTeam({ email }: { email: string }) {
  const signOut = useAct(signOutAction, {
    failed: "You are still signed in",
    onDone: () => window.location.assign("/sign-in"),
  });
  return (
    <main className="mx-auto flex max-w-md flex-col items-start gap-4 px-6 pt-[20vh]">
      <h1 className="text-display font-semibold">You are in no team</h1>
      <p className="text-muted">
        You are signed in as {email}. To see volumes, ask an admin of a team for an invitation link and open it while
        signed in.
      </p>
      <Button onClick={() => signOut.mutate()} pending={signOut.isPending}>
        Sign out
      </Button>
    </main>
  );
}
