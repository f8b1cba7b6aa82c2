"use client";
import { Copy, Ellipsis, FolderOpen, Settings, Trash2 } from "lucide-react";
import dynamic from "next/dynamic";
import Link from "next/link";
import { useState } from "react";
import { DropdownMenu } from "#components/ui/dropdown-menu.tsx";
import { IconButton } from "#components/ui/icon-button.tsx";
import { MenuItem, MenuSeparator } from "#components/ui/menu-item.tsx";
import { untilLoaded } from "#components/ui/until-loaded.ts";
import { useAfterMenu } from "#components/ui/use-after-menu.ts";
import type { Volume } from "#lib/api/volumes.ts";
import { volumeHref, volumeSettingsHref } from "./volume-href.ts";

const DeleteVolumeDialog = dynamic(
  untilLoaded(() => import("./delete-volume-dialog.tsx").then((loaded) => loaded.DeleteVolumeDialog)),
  { loading: () => null },
);

/** What can be done with one volume of the list. */
export function VolumeMenu({ volume }: { volume: Volume }) {
  const { after, onCloseAutoFocus } = useAfterMenu();
  const [deleting, setDeleting] = useState(false);
  return (
    <>
      <DropdownMenu
        onCloseAutoFocus={onCloseAutoFocus}
        trigger={
          <IconButton label={`Actions for ${volume.name}`} tooltip={false}>
            <Ellipsis aria-hidden="true" />
          </IconButton>
        }
      >
        <MenuItem asChild>
          <Link href={volumeHref(volume.id)}>
            <FolderOpen aria-hidden="true" />
            Open files
          </Link>
        </MenuItem>
        <MenuItem asChild>
          <Link href={volumeSettingsHref(volume.id)}>
            <Settings aria-hidden="true" />
            Settings
          </Link>
        </MenuItem>
        <MenuItem icon={<Copy aria-hidden="true" />} onSelect={() => navigator.clipboard.writeText(volume.id)}>
          Copy id
        </MenuItem>
        <MenuSeparator />
        <MenuItem
          danger
          icon={<Trash2 aria-hidden="true" />}
          reason={volume.actions?.delete.reason}
          onSelect={after(() => setDeleting(true))}
        >
          Delete…
        </MenuItem>
      </DropdownMenu>
      {deleting && <DeleteVolumeDialog volume={volume} onClose={() => setDeleting(false)} />}
    </>
  );
}
