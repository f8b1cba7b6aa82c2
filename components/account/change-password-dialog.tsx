"use client";
import { type FormEvent, useId, useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { Refusal } from "#components/ui/notice.tsx";
import { toastDone } from "#components/ui/toast-done.ts";
import { useAct } from "#components/ui/use-act.ts";
import { changePasswordAction } from "#lib/actions/session.ts";
import { MIN_PASSWORD_LENGTH } from "#lib/api/limits.ts";
import { formText } from "./form-text.ts";

export function ChangePasswordDialog({ email, onClose }: { email: string; onClose: () => void }) {
  const form = useId();
  const [mismatch, setMismatch] = useState<string | null>(null);
  const change = useAct(changePasswordAction, {
    failed: null,
    onDone: () => {
      toastDone("Password changed", "Your other sessions have ended.");
      onClose();
    },
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const text = formText(event.currentTarget);
    const differs = text("password") !== text("again");
    setMismatch(differs ? "The two passwords differ." : null);
    if (!differs) change.mutate({ current: text("current"), password: text("password") });
  };
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title="Change password"
      description="Every other session of yours ends."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" form={form} variant="primary" pending={change.isPending}>
            Change password
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={submit} className="flex flex-col gap-4">
        {/* Tells a password manager whose password this is. */}
        <input type="email" autoComplete="username" value={email} readOnly hidden />
        <Field label="Current password">
          <Input name="current" type="password" autoComplete="current-password" required autoFocus />
        </Field>
        <Field label="New password" hint={`At least ${MIN_PASSWORD_LENGTH} characters.`}>
          <Input
            name="password"
            type="password"
            autoComplete="new-password"
            required
            minLength={MIN_PASSWORD_LENGTH}
            maxLength={256}
          />
        </Field>
        <Field label="New password again" error={mismatch}>
          <Input name="again" type="password" autoComplete="new-password" required />
        </Field>
        <Refusal error={change.error} />
      </form>
    </Dialog>
  );
}
