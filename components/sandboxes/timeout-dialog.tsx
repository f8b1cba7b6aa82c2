"use client";
import { type FormEvent, useId, useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { Field } from "#components/ui/field.tsx";
import { Refusal } from "#components/ui/notice.tsx";
import { Select } from "#components/ui/select.tsx";
import { useAct } from "#components/ui/use-act.ts";
import { setTimeoutAction } from "#lib/actions/sandboxes.ts";
import type { Sandbox } from "#lib/api/sandboxes.ts";
import { refetchSoon } from "#lib/queries/refetch-soon.ts";
import { sandboxKeys } from "#lib/queries/sandboxes.ts";
import { nearestTimeout, TIMEOUT_ACTIONS, TIMEOUT_OPTIONS } from "./timeout.ts";

/** Gives a sandbox another time to live, counted from now. */
export function TimeoutDialog({ sandbox, onClose }: { sandbox: Sandbox; onClose: () => void }) {
  const form = useId();
  const [after, setAfter] = useState(() => nearestTimeout(sandbox));
  const [action, setAction] = useState(sandbox.timeout_action);
  const change = useAct(setTimeoutAction, {
    failed: null,
    onDone: (_, { id }, cache) => {
      refetchSoon(cache, sandboxKeys.one(id));
      refetchSoon(cache, sandboxKeys.list);
      onClose();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!change.isPending) change.mutate({ id: sandbox.id, timeout_ms: Number(after), timeout_action: action });
  };
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title="Change the timeout"
      description="The time counts from now."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" form={form} variant="primary" pending={change.isPending}>
            Set timeout
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={submit} className="flex flex-col gap-4">
        <Field label="After">
          <Select value={after} onValueChange={setAfter} options={TIMEOUT_OPTIONS} />
        </Field>
        <Field label="Then" hint={TIMEOUT_ACTIONS.find(({ value }) => value === action)?.note}>
          <Select value={action} onValueChange={setAction} options={TIMEOUT_ACTIONS} />
        </Field>
        <Refusal error={change.error} />
      </form>
    </Dialog>
  );
}
