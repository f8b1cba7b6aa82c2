"use client";
import { Checkbox } from "#components/ui/checkbox.tsx";
import { cn } from "#components/ui/cn.ts";
import { IntentLink } from "#components/ui/intent-link.tsx";
import { MiddleTruncate } from "#components/ui/middle-truncate.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import type { VolumeAttachment } from "#lib/api/attachments.ts";
import { ActButtons } from "./act-buttons.tsx";
import { attachmentHref } from "./attachment-href.ts";
import { AttachmentState } from "./attachment-state.tsx";
import { useTrouble } from "./attachment-trouble.tsx";
import type { AttachmentListProps } from "./attachments-table.tsx";
import { HealthMark } from "./health-mark.tsx";
import { Mode } from "./mode.tsx";
import { EndLink, endsOf } from "./owner-link.tsx";

/** Attachments on a phone. */
export function AttachmentCards({ attachments, ...rest }: AttachmentListProps) {
  return (
    <ul className="flex flex-col sm:hidden">
      {attachments.map((attachment) => (
        <Card key={attachment.id} attachment={attachment} {...rest} />
      ))}
    </ul>
  );
}

type CardProps = Omit<AttachmentListProps, "attachments"> & { attachment: VolumeAttachment };

function Card({ of, attachment, selection, onAct }: CardProps) {
  const trouble = useTrouble(attachment);
  const selected = selection.has(attachment.id);
  return (
    <li className={cn("relative flex gap-3 border-b py-2.5 pr-2 pl-4", selected && "bg-accent-soft")}>
      <Checkbox
        aria-label={`Select ${attachment.mount_path}`}
        checked={selected}
        onCheckedChange={() => selection.toggle(attachment.id)}
        className="relative z-[1] mt-1.5 size-5"
      />
      <div className="flex min-w-0 flex-1 flex-col gap-1">
        <div className="flex items-center gap-2">
          <IntentLink
            href={attachmentHref(attachment.volume_id, attachment.id)}
            aria-label={attachment.mount_path}
            className="min-w-0 flex-1 font-mono font-medium after:absolute after:inset-0"
          >
            <MiddleTruncate text={attachment.mount_path} />
          </IntentLink>
          <div className="relative z-[1]">
            <ActButtons attachment={attachment} onAct={(act) => onAct(act, [attachment])} />
          </div>
        </div>
        <div className="flex flex-wrap items-center gap-x-4 gap-y-1">
          <AttachmentState attachment={attachment} />
          <HealthMark attachment={attachment} />
        </div>
        {trouble !== null && <p className="text-muted wrap-anywhere">{trouble}</p>}
        <div className="flex flex-wrap items-center gap-x-3 text-caption text-muted">
          {endsOf(of).map((end) => (
            <EndLink key={end} end={end} attachment={attachment} className="relative z-[1] max-w-full" />
          ))}
          {attachment.subpath !== null && <span className="font-mono wrap-anywhere">{attachment.subpath}</span>}
          <Mode readOnly={attachment.read_only} />
          <RelativeTime at={attachment.state_since} />
        </div>
      </div>
    </li>
  );
}
