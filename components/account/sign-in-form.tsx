"use client";
import { type FormEvent, useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { Refusal } from "#components/ui/notice.tsx";
import { useAct } from "#components/ui/use-act.ts";
import { signInAction } from "#lib/actions/session.ts";
import { formText } from "./form-text.ts";

/** @param email who is expected, from an invitation */
export function SignInForm({ next, email }: { next: string | undefined; email?: string | undefined }) {
  const [leaving, setLeaving] = useState(false);
  const signIn = useAct(signInAction, {
    failed: null,
    onDone: (address) => {
      setLeaving(true);
      // A new page, so that nothing of an earlier session stays in this one's memory.
      window.location.assign(address);
    },
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const text = formText(event.currentTarget);
    signIn.mutate({ email: text("email"), password: text("password"), next });
  };
  return (
    <form onSubmit={submit} className="flex flex-col gap-4">
      <Field label="Email">
        <Input name="email" type="email" autoComplete="username" required autoFocus={!email} defaultValue={email} />
      </Field>
      <Field label="Password">
        <Input name="password" type="password" autoComplete="current-password" required autoFocus={Boolean(email)} />
      </Field>
      <Refusal error={signIn.error} />
      <Button type="submit" variant="primary" pending={signIn.isPending || leaving}>
        Sign in
      </Button>
    </form>
  );
}
