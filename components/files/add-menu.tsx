"use client";
import { Plus } from "lucide-react";
import { useRef } from "react";
import { Button } from "#components/ui/button.tsx";
import { DropdownMenu } from "#components/ui/dropdown-menu.tsx";
import { useUploads } from "#components/uploads/use-uploads.ts";
import { CommandMenuItems } from "./commands/command-menu-items.tsx";
import { folderCommands } from "./commands/folder-commands.ts";
import { useFiles } from "./files-context.ts";

const LABEL = (
  <>
    <Plus className="size-4" aria-hidden="true" />
    Add
  </>
);

/** What can be added to the folder on the screen, or why nothing can. */
export function AddMenu() {
  const files = useFiles();
  const uploads = useUploads();
  const chosen = useRef<(() => void) | null>(null);
  if (files.readOnly !== null)
    return (
      <Button variant="primary" size="sm" reason={files.readOnly}>
        {LABEL}
      </Button>
    );
  return (
    <DropdownMenu
      trigger={
        <Button variant="primary" size="sm">
          {LABEL}
        </Button>
      }
      onCloseAutoFocus={(event) => {
        // A name is typed in the list, so the focus must not come back here first.
        if (chosen.current) event.preventDefault();
        chosen.current?.();
        chosen.current = null;
      }}
    >
      <CommandMenuItems
        commands={folderCommands(files, files.folder.path, { uploads, clipboard: null })}
        onChoose={(run) => {
          chosen.current = run;
        }}
      />
    </DropdownMenu>
  );
}
