import type { Metadata } from "next";
import { AuthHeading } from "#components/account/auth-heading.tsx";
import { SignInForm } from "#components/account/sign-in-form.tsx";
import { safeNext } from "#lib/auth/safe-next.ts";

export const metadata: Metadata = { title: "Sign in" };

export default async function SignInPage({ searchParams }: PageProps<"/sign-in">) {
  const { next } = await searchParams;
  return (
    <>
      <AuthHeading title="Sign in" />
      <SignInForm next={safeNext(typeof next === "string" ? next : undefined)} />
      <p className="text-caption text-faint">
        Accounts are made by invitation. The first one is made with the setup link that the server prints when it
        starts.
      </p>
    </>
  );
}
