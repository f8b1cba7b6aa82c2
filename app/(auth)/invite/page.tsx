import type { Metadata } from "next";
import Link from "next/link";
import { AuthHeading } from "#components/account/auth-heading.tsx";
import { InviteForm } from "#components/account/invite-form.tsx";
import { JoinButton } from "#components/account/join-button.tsx";
import { buttonClass } from "#components/ui/button.tsx";
import { Refusal } from "#components/ui/notice.tsx";
import { ApiError } from "#lib/api/api-error.ts";
import { createClient } from "#lib/api/client/client.ts";
import { optionalPerson } from "#lib/auth/optional-person.ts";
import { apiUrl } from "#lib/auth/settings.ts";

export const metadata: Metadata = { title: "Invitation" };

/** By a link from an admin: makes an account in the team, or brings one in that exists. */
export default async function InvitePage({ searchParams }: PageProps<"/invite">) {
  const { token } = await searchParams;
  const given = typeof token === "string" ? token : "";
  const offer = await createClient({ baseUrl: apiUrl() })
    .joining.lookUpInvitation(given)
    .catch((error: unknown) => ({ error }));
  if ("error" in offer) {
    const unknown = offer.error instanceof ApiError && offer.error.status < 500;
    return unknown ? (
      <AuthHeading title="This invitation does not hold">
        It was used, taken back, or is too old. Ask for a new one.
      </AuthHeading>
    ) : (
      <>
        <AuthHeading title="Invitation" />
        <Refusal error={offer.error} />
      </>
    );
  }
  const person = await optionalPerson();
  const signIn = { pathname: "/sign-in", query: { next: `/invite?token=${encodeURIComponent(given)}` } } as const;
  return (
    <>
      <AuthHeading title={`Join ${offer.team_name}`}>
        {person ? `Signed in as ${person.email}. ` : ""}You will be {offer.role === "admin" ? "an" : "a"} {offer.role}.
      </AuthHeading>
      {person && (
        <JoinButton token={given} link="invitation">
          Join
        </JoinButton>
      )}
      {!person && offer.account === "create" && (
        <>
          <InviteForm token={given} email={offer.email} />
          <p className="text-caption text-faint">
            Have an account already?{" "}
            <Link href={signIn} className="text-link underline">
              Sign in to join with it
            </Link>
          </p>
        </>
      )}
      {!person && offer.account === "sign_in" && (
        <Link href={signIn} className={buttonClass({ variant: "primary" })}>
          Sign in to join
        </Link>
      )}
    </>
  );
}
