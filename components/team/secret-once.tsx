"use client";
import type { ReactNode } from "react";
import { Button } from "#components/ui/button.tsx";
import { CopyButton } from "#components/ui/copy-button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";

type SecretOnceProps = { title: string; secret: string; onClose: () => void; children: ReactNode };

/** Shows a secret that cannot be shown again. Closes only by its button, so that no stray press loses it. */
export function SecretOnce({ title, secret, onClose, children }: SecretOnceProps) {
  return (
    <Dialog
      open
      onOpenChange={onClose}
      dismissable={false}
      title={title}
      footer={
        <Button variant="primary" onClick={onClose}>
          I have copied it
        </Button>
      }
    >
      <div className="flex flex-col gap-3">
        <p className="text-muted">{children}</p>
        <div className="flex items-start gap-2 rounded-md border bg-hover py-1.5 pr-1.5 pl-3">
          <code className="min-w-0 flex-1 py-1 font-mono break-all select-all">{secret}</code>
          <CopyButton text={secret} />
        </div>
      </div>
    </Dialog>
  );
}
