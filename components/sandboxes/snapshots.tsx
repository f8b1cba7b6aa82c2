"use client";
import { useQuery } from "@tanstack/react-query";
import { Camera, Trash2 } from "lucide-react";
import { useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { ByteSize } from "#components/ui/byte-size.tsx";
import { ConfirmDialog } from "#components/ui/confirm-dialog.tsx";
import { CopyText } from "#components/ui/copy-text.tsx";
import { formatBytes } from "#components/ui/format-bytes.ts";
import { IconButton } from "#components/ui/icon-button.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import { Section } from "#components/ui/section.tsx";
import { useAct } from "#components/ui/use-act.ts";
import { deleteSnapshotAction, snapshotSandboxAction } from "#lib/actions/sandboxes.ts";
import type { Sandbox, Snapshot } from "#lib/api/sandboxes.ts";
import { browserApi } from "#lib/queries/browser-api.ts";
import { patchQuery } from "#lib/queries/patch-query.ts";
import { refetchSoon } from "#lib/queries/refetch-soon.ts";
import { sandboxKeys, sandboxSnapshots } from "#lib/queries/sandboxes.ts";

/** Copies of the sandbox's own files, taken and deleted. */
export function Snapshots({ sandbox, refusal }: { sandbox: Sandbox; refusal: string | null }) {
  const { data: snapshots = [] } = useQuery(sandboxSnapshots(browserApi, sandbox.id));
  const [deleting, setDeleting] = useState<Snapshot | null>(null);
  const key = sandboxKeys.snapshots(sandbox.id);
  const take = useAct(snapshotSandboxAction, {
    failed: "No snapshot was taken",
    onDone: (_, __, cache) => refetchSoon(cache, key),
  });
  const remove = useAct(deleteSnapshotAction, {
    failed: "The snapshot was not deleted",
    optimistic: ({ id }, cache) =>
      patchQuery<Snapshot[]>(cache, key, (list) => list.filter((snapshot) => snapshot.id !== id)),
  });
  return (
    <Section
      title="Snapshots"
      note="Copies of its own files and its mounts, not of memory or of what is on volumes."
      action={
        <Button size="sm" pending={take.isPending} reason={refusal} onClick={() => take.mutate({ id: sandbox.id })}>
          <Camera className="size-3.5" aria-hidden="true" />
          Take a snapshot
        </Button>
      }
    >
      {snapshots.length === 0 ? (
        <p className="px-3 py-2 text-muted">None yet.</p>
      ) : (
        <ul>
          {snapshots.map((snapshot) => (
            <li key={snapshot.id} className="flex h-9 items-center gap-4 border-b px-3 last:border-b-0">
              <CopyText text={snapshot.id} className="-ml-1" />
              <ByteSize bytes={snapshot.size_bytes} />
              <RelativeTime at={snapshot.created_at} className="ml-auto text-muted" />
              <IconButton label={`Delete ${snapshot.id}`} onClick={() => setDeleting(snapshot)}>
                <Trash2 aria-hidden="true" />
              </IconButton>
            </li>
          ))}
        </ul>
      )}
      {deleting !== null && (
        <ConfirmDialog
          open
          onOpenChange={() => setDeleting(null)}
          title="Delete this snapshot?"
          action="Delete snapshot"
          onConfirm={() => {
            setDeleting(null);
            remove.mutate({ id: deleting.id });
          }}
        >
          The {formatBytes(deleting.size_bytes)} of files it holds are lost for good. Sandboxes made from it keep
          theirs.
        </ConfirmDialog>
      )}
    </Section>
  );
}
