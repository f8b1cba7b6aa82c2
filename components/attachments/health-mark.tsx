"use client";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import { Status } from "#components/ui/status.tsx";
import type { VolumeAttachment } from "#lib/api/attachments.ts";
import { healthOf } from "./health.ts";
import { useIsLive } from "./use-is-live.ts";

/** How the mount does, and when it was looked at. */
export function HealthMark({ attachment }: { attachment: VolumeAttachment }) {
  const { tone, word, at } = healthOf(attachment, useIsLive());
  if (word === "not mounted") return <span className="text-faint">–</span>;
  return (
    <span className="inline-flex items-center gap-2 align-top">
      <Status tone={tone}>{word}</Status>
      {at !== null && <RelativeTime at={at} className="text-caption text-faint sm:@max-[720px]:hidden" />}
    </span>
  );
}
