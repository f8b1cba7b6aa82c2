import { RefreshCw, Unplug, X } from "lucide-react";
import { Button } from "#components/ui/button.tsx";
import { IconButton } from "#components/ui/icon-button.tsx";
import type { VolumeAttachment } from "#lib/api/attachments.ts";
import { type AttachmentAct, refusalOf } from "./use-attachment-acts.ts";

type BulkBarProps = {
  chosen: readonly VolumeAttachment[];
  onAct: (act: AttachmentAct, chosen: readonly VolumeAttachment[]) => void;
  onClear: () => void;
};

/** Those of the selection that an act is on for; why none is, when none is. */
function allowed(chosen: readonly VolumeAttachment[], act: AttachmentAct) {
  const those = chosen.filter((attachment) => refusalOf(attachment, act) === null);
  const [first] = chosen;
  return { those, reason: those.length > 0 || first === undefined ? null : refusalOf(first, act) };
}

/** What can be done with everything that is selected. */
export function BulkBar({ chosen, onAct, onClear }: BulkBarProps) {
  if (chosen.length === 0) return null;
  const remount = allowed(chosen, "remount");
  const detach = allowed(chosen, "detach");
  const label = (verb: string, { those }: { those: readonly unknown[] }) =>
    those.length === chosen.length || those.length === 0 ? verb : `${verb} ${those.length}`;
  return (
    <section
      aria-label="Selection"
      className="sticky bottom-0 z-20 flex flex-wrap items-center gap-2 border-t bg-panel px-4 py-2 max-sm:px-3"
    >
      <span className="mr-auto" aria-live="polite">
        {chosen.length} selected
      </span>
      <Button size="sm" reason={remount.reason} onClick={() => onAct("remount", remount.those)}>
        <RefreshCw className="size-3.5" aria-hidden="true" />
        {label("Remount", remount)}
      </Button>
      <Button size="sm" reason={detach.reason} onClick={() => onAct("detach", detach.those)}>
        <Unplug className="size-3.5" aria-hidden="true" />
        {label("Detach", detach)}
      </Button>
      <IconButton label="Clear the selection" onClick={onClear}>
        <X aria-hidden="true" />
      </IconButton>
    </section>
  );
}
