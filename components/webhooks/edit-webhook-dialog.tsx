"use client";
import { type FormEvent, useId, useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { Refusal } from "#components/ui/notice.tsx";
import { useAct } from "#components/ui/use-act.ts";
import { updateWebhookAction } from "#lib/actions/webhooks.ts";
import type { AlertKind } from "#lib/api/alerts.ts";
import type { Webhook } from "#lib/api/webhooks.ts";
import { KindsField } from "./kinds-field.tsx";

/** Changes what a webhook is told of. */
export function EditWebhookDialog({ webhook, onClose }: { webhook: Webhook; onClose: () => void }) {
  const form = useId();
  const [kinds, setKinds] = useState<AlertKind[]>([...webhook.kinds]);
  const update = useAct(updateWebhookAction, { failed: null, onDone: onClose });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (kinds.length > 0 && !update.isPending) update.mutate({ id: webhook.id, kinds });
  };
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title="Alerts of the webhook"
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" form={form} variant="primary" pending={update.isPending} disabled={kinds.length === 0}>
            Save
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={submit} className="flex flex-col gap-4">
        <KindsField value={kinds} onChange={setKinds} />
        <Refusal error={update.error} />
      </form>
    </Dialog>
  );
}
