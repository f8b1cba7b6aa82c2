"use client";
import type { QueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useAct } from "#components/ui/use-act.ts";
import { detachAction, detachManyAction, remountAction, remountManyAction } from "#lib/actions/attachments.ts";
import type { AttachmentState, AttachmentsResult, VolumeAttachment } from "#lib/api/attachments.ts";
import type { AttachmentId } from "#lib/api/ids.ts";
import { attachmentKeys } from "#lib/queries/attachments.ts";
import { putAttachment, tryAttachments } from "#lib/queries/patch-attachments.ts";

export type AttachmentAct = "detach" | "remount";

/** One act on several attachments, and which of them were refused. */
export type BulkOutcome = {
  act: AttachmentAct;
  asked: number;
  refused: readonly { attachment: VolumeAttachment; message: string }[];
};

const ACTS = {
  detach: { one: detachAction, many: detachManyAction, failed: "It was not detached" },
  remount: { one: remountAction, many: remountManyAction, failed: "It was not remounted" },
};
const MEANWHILE: Record<AttachmentAct, AttachmentState> = { detach: "releasing", remount: "remounting" };

/** Why an act is off for an attachment, as the server says it; null when it is on. */
export const refusalOf = (attachment: VolumeAttachment, act: AttachmentAct): string | null => {
  const action = attachment.actions?.[act];
  return action === undefined || action.allowed ? null : (action.reason ?? "This cannot be done now.");
};

/** What an act shows at once. Events say how it went on. */
const begin = (act: AttachmentAct, cache: QueryClient, ids: readonly AttachmentId[]) =>
  tryAttachments(cache, new Set(ids), { state: MEANWHILE[act], state_since: new Date().toISOString() });

function useOne(act: AttachmentAct) {
  return useAct(ACTS[act].one, {
    failed: ACTS[act].failed,
    optimistic: ({ id }, cache) => begin(act, cache, [id]),
    onDone: (attachment, _, cache) => putAttachment(cache, attachment),
  });
}

function useMany(act: AttachmentAct, onResult: (act: AttachmentAct, result: AttachmentsResult) => void) {
  return useAct(ACTS[act].many, {
    failed: ACTS[act].failed,
    optimistic: ({ ids }, cache) => begin(act, cache, ids),
    onDone: (result, _, cache) => {
      for (const attachment of result.succeeded) putAttachment(cache, attachment);
      if (result.failed.length > 0) void cache.invalidateQueries({ queryKey: attachmentKeys.everything });
      onResult(act, result);
    },
  });
}

/** Detach and remount, for one or for many at once. `outcome` tells of the last act on many. */
export function useAttachmentActs(known: readonly VolumeAttachment[]) {
  const [outcome, setOutcome] = useState<BulkOutcome | null>(null);
  const tell = (act: AttachmentAct, { succeeded, failed }: AttachmentsResult) =>
    setOutcome({
      act,
      asked: succeeded.length + failed.length,
      refused: failed.flatMap(({ id, message }) => {
        const attachment = known.find((one) => one.id === id);
        return attachment === undefined ? [] : [{ attachment, message }];
      }),
    });
  const one = { detach: useOne("detach"), remount: useOne("remount") };
  const many = { detach: useMany("detach", tell), remount: useMany("remount", tell) };
  return {
    outcome,
    clearOutcome: () => setOutcome(null),
    run: (act: AttachmentAct, chosen: readonly VolumeAttachment[]) => {
      const [first, second] = chosen;
      setOutcome(null);
      if (first === undefined) return;
      if (second === undefined) one[act].mutate({ id: first.id, sandboxId: first.sandbox_id });
      else many[act].mutate({ ids: chosen.map(({ id }) => id) });
    },
  };
}
