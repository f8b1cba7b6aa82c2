"use client";
import { type FormEvent, type ReactNode, useId, useState } from "react";
import { Button } from "./button.tsx";
import { Dialog } from "./dialog.tsx";
import { Field } from "./field.tsx";
import { Input } from "./input.tsx";

type ConfirmDialogProps = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: ReactNode;
  /** What will be lost, in numbers. */
  children: ReactNode;
  /** The verb on the button: `Delete volume`. */
  action: string;
  /** When given, this must be typed before the button works. */
  typed?: string;
  pending?: boolean;
  /** A refusal of the last try, shown above the buttons. */
  refusal?: ReactNode;
  onConfirm: () => void;
  onCloseAutoFocus?: (event: Event) => void;
};

/** Asks before something that cannot be undone. */
export function ConfirmDialog({
  open,
  onOpenChange,
  title,
  children,
  action,
  typed,
  pending = false,
  refusal,
  onConfirm,
  onCloseAutoFocus,
}: ConfirmDialogProps) {
  const form = useId();
  const [text, setText] = useState("");
  const matches = typed === undefined || text === typed;
  const change = (next: boolean) => {
    if (!next) setText("");
    onOpenChange(next);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (matches && !pending) onConfirm();
  };
  return (
    <Dialog
      open={open}
      onOpenChange={change}
      title={title}
      onCloseAutoFocus={onCloseAutoFocus}
      footer={
        <>
          <Button onClick={() => change(false)}>Cancel</Button>
          <Button
            type="submit"
            form={form}
            variant="danger"
            pending={pending}
            disabled={!matches}
            // Without something to type, Enter confirms at once: the dialog itself was the question.
            autoFocus={typed === undefined}
          >
            {action}
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={submit} className="flex flex-col gap-3">
        <div className="text-muted">{children}</div>
        {typed !== undefined && (
          <Field
            label={
              <>
                Type <span className="font-mono break-all select-all">{typed}</span> to confirm
              </>
            }
          >
            <Input value={text} onChange={(event) => setText(event.target.value)} autoFocus className="font-mono" />
          </Field>
        )}
        {refusal}
      </form>
    </Dialog>
  );
}
