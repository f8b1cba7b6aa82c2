"use client";
import { useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import type { FileInfo } from "#lib/api/files.ts";
import type { VolumePath } from "#lib/api/paths.ts";
import { place, things } from "../acts/words.ts";
import { useFiles } from "../files-context.ts";
import { dropVerdict } from "../model/drag.ts";
import { FolderPicker } from "./folder-picker.tsx";

type CarryDialogProps = {
  how: "move" | "copy";
  paths: readonly VolumePath[];
  known: readonly FileInfo[];
  onClose: () => void;
};

/** Chooses the folder that entries are moved or copied to. */
export function CarryDialog({ how, paths, known, onClose }: CarryDialogProps) {
  const { root, folder, carry, focusList } = useFiles();
  const [destination, setDestination] = useState(folder.path);
  const refuse = (path: VolumePath) => {
    const verdict = dropVerdict({ root, paths }, root, path, how === "copy");
    return verdict.ok ? null : verdict.reason;
  };
  const verb = how === "move" ? "Move" : "Copy";
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      onCloseAutoFocus={(event) => {
        event.preventDefault();
        focusList();
      }}
      title={`${verb} ${things(paths)}`}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            variant="primary"
            reason={refuse(destination)}
            onClick={() => {
              onClose();
              void carry({ how, paths, destination, known });
            }}
          >
            {verb} to {destination === "/" ? "the top" : place(destination)}
          </Button>
        </>
      }
    >
      <FolderPicker root={root} value={destination} onChange={setDestination} refuse={refuse} />
    </Dialog>
  );
}
