"use client";
import { ConfirmDialog } from "#components/ui/confirm-dialog.tsx";
import type { FileInfo } from "#lib/api/files.ts";
import type { VolumePath } from "#lib/api/paths.ts";
import { count, things } from "../acts/words.ts";
import { useFiles } from "../files-context.ts";

type DeleteDialogProps = {
  paths: readonly VolumePath[];
  known: readonly FileInfo[];
  onConfirm: () => void;
  onClose: () => void;
};

/** Asks before files go that nothing brings back. */
export function DeleteDialog({ paths, known, onConfirm, onClose }: DeleteDialogProps) {
  const { focusList } = useFiles();
  const folders = known.filter(({ is_dir }) => is_dir).length;
  return (
    <ConfirmDialog
      open
      onOpenChange={onClose}
      title={<span className="wrap-anywhere">Delete {things(paths)} for good?</span>}
      action="Delete for good"
      onConfirm={() => {
        onClose();
        onConfirm();
      }}
      onCloseAutoFocus={(event) => {
        event.preventDefault();
        focusList();
      }}
    >
      <p>
        A sandbox has no trash: what is deleted here cannot be brought back.
        {folders > 0 &&
          ` ${folders === 1 ? "One folder goes" : `${count(folders)} folders go`} with everything in ${folders === 1 ? "it" : "them"}.`}
      </p>
    </ConfirmDialog>
  );
}
