import { RefreshCw, Unplug } from "lucide-react";
import { IconButton } from "#components/ui/icon-button.tsx";
import type { VolumeAttachment } from "#lib/api/attachments.ts";
import { type AttachmentAct, refusalOf } from "./use-attachment-acts.ts";

type ActButtonsProps = { attachment: VolumeAttachment; onAct: (act: AttachmentAct) => void };

/** What can be done with one attachment of a list; a button that is off says why. */
export function ActButtons({ attachment, onAct }: ActButtonsProps) {
  return (
    <span className="inline-flex gap-0.5">
      <IconButton
        label={`Remount ${attachment.mount_path}`}
        reason={refusalOf(attachment, "remount")}
        onClick={() => onAct("remount")}
      >
        <RefreshCw aria-hidden="true" />
      </IconButton>
      <IconButton
        label={`Detach ${attachment.mount_path}`}
        reason={refusalOf(attachment, "detach")}
        onClick={() => onAct("detach")}
      >
        <Unplug aria-hidden="true" />
      </IconButton>
    </span>
  );
}
