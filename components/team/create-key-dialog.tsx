"use client";
import { type FormEvent, useId, useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { Refusal } from "#components/ui/notice.tsx";
import { Select } from "#components/ui/select.tsx";
import { useAct } from "#components/ui/use-act.ts";
import { createKeyAction } from "#lib/actions/keys.ts";
import type { Scope } from "#lib/api/identity.ts";
import { SecretOnce } from "./secret-once.tsx";

const DAY_MS = 24 * 60 * 60 * 1000;
const SCOPES: { value: Scope; label: string; note: string }[] = [
  { value: "read", label: "read", note: "Lists and reads volumes and files" },
  { value: "write", label: "write", note: "Also changes volumes and files" },
  { value: "admin", label: "admin", note: "As write; what else an admin may, takes a person" },
];
const LIVES = [
  { value: "7", label: "7 days" },
  { value: "30", label: "30 days" },
  { value: "90", label: "90 days" },
  { value: "365", label: "1 year" },
  { value: "never", label: "Never" },
] as const;

/** Makes a key and shows it, this once. */
export function CreateKeyDialog({ onClose }: { onClose: () => void }) {
  const form = useId();
  const [name, setName] = useState("");
  const [scope, setScope] = useState<Scope>("write");
  const [life, setLife] = useState<(typeof LIVES)[number]["value"]>("90");
  const create = useAct(createKeyAction, { failed: null });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (create.isPending || name.trim() === "") return;
    const expires = life === "never" ? null : new Date(Date.now() + Number(life) * DAY_MS).toISOString();
    create.mutate({ name, scope, expires_at: expires });
  };
  if (create.data?.key !== undefined)
    return (
      <SecretOnce title={`Key ${create.data.name}`} secret={create.data.key} onClose={onClose}>
        Keep it like a password. It is shown this once; only its first characters are listed.
      </SecretOnce>
    );
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title="New API key"
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            type="submit"
            form={form}
            variant="primary"
            pending={create.isPending}
            reason={name.trim() === "" ? "A key needs a name, so that you know it again." : null}
          >
            Create key
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={submit} className="flex flex-col gap-4">
        <Field label="Name" hint="Where it is used, so that you know it again.">
          <Input
            value={name}
            onChange={(event) => setName(event.target.value)}
            maxLength={100}
            autoFocus
            placeholder="build server"
          />
        </Field>
        <Field label="Scope" hint={SCOPES.find((one) => one.value === scope)?.note}>
          <Select value={scope} onValueChange={setScope} options={SCOPES} />
        </Field>
        <Field label="Expires after">
          <Select value={life} onValueChange={setLife} options={LIVES} />
        </Field>
        <Refusal error={create.error} />
      </form>
    </Dialog>
  );
}
