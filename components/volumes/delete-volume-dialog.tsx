"use client";
import { useQueryClient } from "@tanstack/react-query";
import { ConfirmDialog } from "#components/ui/confirm-dialog.tsx";
import { exactBytes, formatBytes } from "#components/ui/format-bytes.ts";
import { Refusal } from "#components/ui/notice.tsx";
import { toastDone } from "#components/ui/toast-done.ts";
import { useAct } from "#components/ui/use-act.ts";
import { deleteVolumeAction } from "#lib/actions/volumes.ts";
import type { Volume } from "#lib/api/volumes.ts";
import { volumeKeys } from "#lib/queries/volumes.ts";
import { deletedHere } from "./deleted-here.ts";

type DeleteVolumeDialogProps = { volume: Volume; onClose: () => void; onDeleted?: () => void };

export function DeleteVolumeDialog({ volume, onClose, onDeleted }: DeleteVolumeDialogProps) {
  const cache = useQueryClient();
  const remove = useAct(deleteVolumeAction, {
    failed: null,
    optimistic: ({ id }) => {
      deletedHere.add(id);
      return () => deletedHere.delete(id);
    },
    onDone: () => {
      cache.setQueryData<Volume[]>(volumeKeys.list, (volumes) => volumes?.filter(({ id }) => id !== volume.id));
      toastDone(`${volume.name} is deleted`);
      onClose();
      onDeleted?.();
    },
  });
  const files = volume.inode_count.toLocaleString("en");
  return (
    <ConfirmDialog
      open
      onOpenChange={onClose}
      title={`Delete ${volume.name}?`}
      action="Delete volume"
      typed={volume.name}
      pending={remove.isPending}
      refusal={<Refusal error={remove.error} />}
      onConfirm={() => remove.mutate({ id: volume.id })}
    >
      <p>What will be lost, for everyone and for good:</p>
      <ul className="mt-1 list-disc pl-5 text-ink">
        <li>
          {files} {volume.inode_count === 1 ? "file or folder" : "files and folders"}
        </li>
        <li title={exactBytes(volume.used_bytes)}>
          {formatBytes(volume.used_bytes)} of data
          {volume.trash_bytes > 0 && `, ${formatBytes(volume.trash_bytes)} of it in the trash`}
        </li>
        {volume.mount_count > 0 && (
          <li>
            {volume.mount_count} {volume.mount_count === 1 ? "mount" : "mounts"} in sandboxes
          </li>
        )}
      </ul>
    </ConfirmDialog>
  );
}
