"use client";
import { type FormEvent, useId, useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { Refusal } from "#components/ui/notice.tsx";
import { Select } from "#components/ui/select.tsx";
import { useAct } from "#components/ui/use-act.ts";
import { inviteAction } from "#lib/actions/team.ts";
import { ROLE_NOTES } from "./permissions.ts";
import { SecretOnce } from "./secret-once.tsx";

const ROLES = ["viewer", "member", "admin"] as const;

/** Makes an invitation and shows its link, this once. */
export function InviteDialog({ onClose }: { onClose: () => void }) {
  const form = useId();
  const [email, setEmail] = useState("");
  const [role, setRole] = useState<(typeof ROLES)[number]>("member");
  const invite = useAct(inviteAction, { failed: null });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!invite.isPending) invite.mutate({ email: email === "" ? null : email, role });
  };
  if (invite.data?.token !== undefined)
    return (
      <SecretOnce
        title="Invitation link"
        secret={`${window.location.origin}/invite?token=${encodeURIComponent(invite.data.token)}`}
        onClose={onClose}
      >
        Send it to {invite.data.email ?? "the person"} yourself: no mail was sent. It holds for seven days and for one
        person. It is shown this once.
      </SecretOnce>
    );
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title="Invite to the team"
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" form={form} variant="primary" pending={invite.isPending}>
            Make link
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={submit} className="flex flex-col gap-4">
        <Field label="Email" hint="Only this person can use the link. Empty: whoever has it.">
          <Input type="email" value={email} onChange={(event) => setEmail(event.target.value)} autoFocus />
        </Field>
        <Field label="Role" hint={ROLE_NOTES[role]}>
          <Select
            value={role}
            onValueChange={setRole}
            options={ROLES.map((value) => ({ value, label: value, note: ROLE_NOTES[value] }))}
          />
        </Field>
        <Refusal error={invite.error} />
      </form>
    </Dialog>
  );
}
