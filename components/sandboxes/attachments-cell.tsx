"use client";
import { HealthLine } from "#components/attachments/health-line.tsx";
import type { VolumeAttachment } from "#lib/api/attachments.ts";
import { MAX_ATTACHMENTS } from "#lib/api/limits.ts";

/** `3 of 8`, and how they do. */
export function AttachmentsCell({ attachments }: { attachments: readonly VolumeAttachment[] }) {
  return (
    <span className="inline-flex flex-wrap items-center gap-x-3">
      <span className={attachments.length === 0 ? "text-faint" : undefined}>
        {attachments.length} of {MAX_ATTACHMENTS}
      </span>
      <HealthLine attachments={attachments} />
    </span>
  );
}
