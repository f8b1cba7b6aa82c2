import type { Metadata } from "next";
import Link from "next/link";
import { AuthHeading } from "#components/account/auth-heading.tsx";
import { JoinButton } from "#components/account/join-button.tsx";
import { SetupForm } from "#components/account/setup-form.tsx";
import { buttonClass } from "#components/ui/button.tsx";
import { Refusal } from "#components/ui/notice.tsx";
import { createClient } from "#lib/api/client/client.ts";
import { optionalPerson } from "#lib/auth/optional-person.ts";
import { apiUrl } from "#lib/auth/settings.ts";

export const metadata: Metadata = { title: "Set up" };

/** By the one-time link that the start prints: makes the first owner. */
export default async function SetupPage({ searchParams }: PageProps<"/setup">) {
  const { token } = await searchParams;
  const given = typeof token === "string" ? token : "";
  const state = await createClient({ baseUrl: apiUrl() })
    .joining.setupState(given || undefined)
    .catch((error: unknown) => ({ error }));
  if ("error" in state)
    return (
      <>
        <AuthHeading title="Set up" />
        <Refusal error={state.error} />
      </>
    );
  if (state.done)
    return (
      <>
        <AuthHeading title="Already set up">
          This installation has an owner. Sign in, or ask for an invitation.
        </AuthHeading>
        <Link href="/sign-in" className={buttonClass({ variant: "primary" })}>
          Sign in
        </Link>
      </>
    );
  if (!state.holds)
    return (
      <AuthHeading title="This link does not hold">
        Each start of the server prints a new setup link and ends the one before. Use the newest one from its output.
      </AuthHeading>
    );
  if (state.account === "create")
    return (
      <>
        <AuthHeading title="Set up">
          You become the owner of this installation. Others join by your invitation.
        </AuthHeading>
        <SetupForm token={given} />
      </>
    );
  const person = await optionalPerson();
  return (
    <>
      <AuthHeading title="Set up">
        {person ? `Signed in as ${person.email}.` : "Sign in first; then you become the owner of this installation."}
      </AuthHeading>
      {person ? (
        <JoinButton token={given} link="setup">
          Become the owner
        </JoinButton>
      ) : (
        <Link
          href={{ pathname: "/sign-in", query: { next: `/setup?token=${encodeURIComponent(given)}` } }}
          className={buttonClass({ variant: "primary" })}
        >
          Sign in
        </Link>
      )}
    </>
  );
}
