"use client";
import { type FormEvent, useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { Refusal } from "#components/ui/notice.tsx";
import { perform } from "#components/ui/use-act.ts";
import { signInAction } from "#lib/actions/session.ts";
import { MIN_PASSWORD_LENGTH } from "#lib/api/limits.ts";
import { formText } from "./form-text.ts";

export type NewAccount = { email: string; password: string; teamName: string };

type NewAccountFormProps = {
  action: string;
  /** The only address the invitation is for. */
  email?: string | null;
  asksTeamName?: boolean;
  /** Makes the account; the form signs in with it afterwards. */
  join: (account: NewAccount) => Promise<unknown>;
};

/** Email and a new password, and straight into the console. */
export function NewAccountForm({ action, email, asksTeamName = false, join }: NewAccountFormProps) {
  const [pending, setPending] = useState(false);
  const [refusal, setRefusal] = useState<unknown>(null);
  const [mismatch, setMismatch] = useState<string | null>(null);
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const text = formText(event.currentTarget);
    setRefusal(null);
    if (text("password") !== text("again")) return setMismatch("The two passwords differ.");
    setMismatch(null);
    setPending(true);
    const account = { email: email ?? text("email"), password: text("password"), teamName: text("team") };
    try {
      await join(account);
      window.location.assign(await perform(signInAction, { email: account.email, password: account.password }));
    } catch (error) {
      setRefusal(error);
      setPending(false);
    }
  };
  return (
    <form onSubmit={submit} className="flex flex-col gap-4">
      {asksTeamName && (
        <Field label="Team" hint="Can be changed later.">
          <Input name="team" required maxLength={100} defaultValue="My team" />
        </Field>
      )}
      <Field label="Email">
        <Input
          name="email"
          type="email"
          autoComplete="username"
          required
          autoFocus={!email}
          defaultValue={email ?? undefined}
          readOnly={Boolean(email)}
        />
      </Field>
      <Field label="Password" hint={`At least ${MIN_PASSWORD_LENGTH} characters. A few words do well.`}>
        <Input
          name="password"
          type="password"
          autoComplete="new-password"
          required
          minLength={MIN_PASSWORD_LENGTH}
          maxLength={256}
          autoFocus={Boolean(email)}
        />
      </Field>
      <Field label="Password again" error={mismatch}>
        <Input name="again" type="password" autoComplete="new-password" required />
      </Field>
      <Refusal error={refusal} />
      <Button type="submit" variant="primary" pending={pending}>
        {action}
      </Button>
    </form>
  );
}
