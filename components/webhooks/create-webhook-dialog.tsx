"use client";
import { type FormEvent, useId, useState } from "react";
import { SecretOnce } from "#components/team/secret-once.tsx";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { Refusal } from "#components/ui/notice.tsx";
import { useAct } from "#components/ui/use-act.ts";
import { createWebhookAction } from "#lib/actions/webhooks.ts";
import type { AlertKind } from "#lib/api/alerts.ts";
import { ALL_KINDS, KindsField } from "./kinds-field.tsx";

/** Makes a webhook and shows its secret, this once. */
export function CreateWebhookDialog({ onClose }: { onClose: () => void }) {
  const form = useId();
  const [url, setUrl] = useState("");
  const [kinds, setKinds] = useState<AlertKind[]>([...ALL_KINDS]);
  const create = useAct(createWebhookAction, { failed: null });
  const ready = URL.canParse(url) && kinds.length > 0;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (ready && !create.isPending) create.mutate({ url, kinds });
  };
  if (create.data?.secret !== undefined)
    return (
      <SecretOnce title="Signing secret" secret={create.data.secret} onClose={onClose}>
        The receiver checks with it that a message came from here (Standard Webhooks). It is shown this once.
      </SecretOnce>
    );
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title="New webhook"
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" form={form} variant="primary" pending={create.isPending} disabled={!ready}>
            Create webhook
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={submit} className="flex flex-col gap-4">
        <Field
          label="Address"
          hint="Alerts are posted there as JSON. It begins with https:// and is reachable from outside."
        >
          <Input
            type="url"
            value={url}
            onChange={(event) => setUrl(event.target.value)}
            autoFocus
            placeholder="https://example.com/nullspace"
          />
        </Field>
        <KindsField value={kinds} onChange={setKinds} />
        <Refusal error={create.error} />
      </form>
    </Dialog>
  );
}
