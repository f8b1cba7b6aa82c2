"use client";
import type { UseQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { NotLiveNotice } from "#components/shell/not-live-notice.tsx";
import { ErrorState } from "#components/ui/error-state.tsx";
import { StaleNotice } from "#components/ui/stale-notice.tsx";
import { TryAgain } from "#components/ui/try-again.tsx";
import type { VolumeAttachment } from "#lib/api/attachments.ts";
import { AttachmentCards } from "./attachment-cards.tsx";
import { AttachmentsSkeleton } from "./attachments-skeleton.tsx";
import { AttachmentsTable } from "./attachments-table.tsx";
import { BulkBar } from "./bulk-bar.tsx";
import { BulkOutcome } from "./bulk-outcome.tsx";
import type { Owner } from "./owner-link.tsx";
import { useAttachmentActs } from "./use-attachment-acts.ts";
import { useSelection } from "./use-selection.ts";

type AttachmentListProps = {
  /** Whose page it stands on. */
  of: Owner;
  query: UseQueryResult<VolumeAttachment[]>;
  /** Shown when there are none. */
  empty: ReactNode;
};

/** Attachments in each of their states: being read, none, refused, old, and there, with acts on one and on many. */
export function AttachmentList({ of, query, empty }: AttachmentListProps) {
  const attachments = query.data ?? [];
  const selection = useSelection(attachments);
  const { outcome, clearOutcome, run } = useAttachmentActs(attachments);
  if (query.data === undefined)
    return query.isError ? (
      <ErrorState title="The attachments could not be loaded" error={query.error} action={<TryAgain query={query} />} />
    ) : (
      <AttachmentsSkeleton />
    );
  const list = { of, attachments, selection, onAct: run };
  return (
    <>
      {query.isRefetchError ? <StaleNotice query={query} /> : <NotLiveNotice className="mx-4 mb-3" />}
      <BulkOutcome outcome={outcome} onClose={clearOutcome} />
      {attachments.length === 0 ? (
        empty
      ) : (
        <div className="@container border-t">
          <AttachmentsTable {...list} />
          <AttachmentCards {...list} />
        </div>
      )}
      <BulkBar
        chosen={selection.chosen}
        onClear={selection.clear}
        onAct={(act, chosen) => {
          run(act, chosen);
          selection.clear();
        }}
      />
    </>
  );
}
