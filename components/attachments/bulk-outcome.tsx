import { X } from "lucide-react";
import { IconButton } from "#components/ui/icon-button.tsx";
import { Notice } from "#components/ui/notice.tsx";
import type { BulkOutcome as Outcome } from "./use-attachment-acts.ts";

const DONE = { detach: "Detaching", remount: "Remounting" };

/** How one act on many was taken, item by item where it was refused. The rows show how the others go on. */
export function BulkOutcome({ outcome, onClose }: { outcome: Outcome | null; onClose: () => void }) {
  if (outcome === null) return null;
  const { act, asked, refused } = outcome;
  const close = (
    <IconButton label="Dismiss" onClick={onClose} className="-my-1 -mr-1.5">
      <X aria-hidden="true" />
    </IconButton>
  );
  return (
    <Notice tone={refused.length === 0 ? "info" : "warn"} className="mx-4 mb-3" action={close}>
      {DONE[act]} {asked - refused.length} of {asked}.
      {refused.length > 0 && (
        <ul className="mt-1 flex flex-col gap-1">
          {refused.map(({ attachment, message }) => (
            <li key={attachment.id} className="wrap-anywhere">
              <span className="font-mono">{attachment.mount_path}</span> in{" "}
              <span className="font-mono text-caption">{attachment.sandbox_id}</span>: {message}
            </li>
          ))}
        </ul>
      )}
    </Notice>
  );
}
