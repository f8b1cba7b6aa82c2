"use client";
import { RefreshCw } from "lucide-react";
import { Button } from "#components/ui/button.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { RequestId } from "#components/ui/request-id.tsx";
import type { VolumeAttachment } from "#lib/api/attachments.ts";
import { healthOf } from "./health.ts";
import { refusalOf } from "./use-attachment-acts.ts";
import { useIsLive } from "./use-is-live.ts";

/** What is wrong with a mount and what to do, with the button that does it. Renders nothing while all is well. */
export function WhatToDo({ attachment, onRemount }: { attachment: VolumeAttachment; onRemount: () => void }) {
  const { tone, sentence } = healthOf(attachment, useIsLive());
  if (sentence === null) return null;
  const code = attachment.state === "failed" ? attachment.last_error_code : (attachment.health?.code ?? null);
  return (
    <Notice
      tone={tone === "bad" ? "bad" : "warn"}
      action={
        <Button size="sm" reason={refusalOf(attachment, "remount")} onClick={onRemount} className="bg-panel">
          <RefreshCw className="size-3.5" aria-hidden="true" />
          Remount
        </Button>
      }
    >
      <span className="wrap-anywhere">{sentence}</span>
      {code !== null && <RequestId code={code} requestId={null} />}
    </Notice>
  );
}
