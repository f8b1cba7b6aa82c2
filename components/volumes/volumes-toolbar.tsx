"use client";
import { Columns3, Plus } from "lucide-react";
import type { ComponentProps } from "react";
import { Button } from "#components/ui/button.tsx";
import { DropdownMenu, MenuCheckItem } from "#components/ui/dropdown-menu.tsx";
import { IconButton } from "#components/ui/icon-button.tsx";
import { ListToolbar } from "#components/ui/list-toolbar.tsx";
import type { VolumeStatus } from "#lib/api/volumes.ts";
import { COLUMN_LABELS, VOLUME_COLUMNS, VOLUME_STATUSES, type VolumeColumn } from "./volumes-view.ts";

type VolumesToolbarProps = {
  filter: string;
  onFilter: (text: string) => void;
  filterRef: ComponentProps<"input">["ref"];
  status: VolumeStatus | null;
  onStatus: (status: VolumeStatus | null) => void;
  hidden: ReadonlySet<VolumeColumn>;
  onShowColumn: (column: VolumeColumn, shown: boolean) => void;
  /** Why no volume can be made; null when one can. */
  createRefusal: string | null;
  onCreate: () => void;
};

export function VolumesToolbar(props: VolumesToolbarProps) {
  const { filter, onFilter, filterRef, status, onStatus, hidden, onShowColumn, createRefusal, onCreate } = props;
  return (
    <ListToolbar
      title="Volumes"
      filterLabel="Filter volumes by name"
      filter={filter}
      onFilter={onFilter}
      filterRef={filterRef}
      statuses={VOLUME_STATUSES}
      status={status}
      onStatus={onStatus}
    >
      <DropdownMenu
        trigger={
          <IconButton label="Columns" variant="secondary" size="md" tooltip={false} className="max-sm:hidden">
            <Columns3 aria-hidden="true" />
          </IconButton>
        }
      >
        {VOLUME_COLUMNS.map((column) => (
          <MenuCheckItem
            key={column}
            checked={!hidden.has(column)}
            onCheckedChange={(shown) => onShowColumn(column, shown)}
          >
            {COLUMN_LABELS[column]}
          </MenuCheckItem>
        ))}
      </DropdownMenu>
      <Button variant="primary" reason={createRefusal} onClick={onCreate}>
        <Plus className="size-4" aria-hidden="true" />
        New volume
      </Button>
    </ListToolbar>
  );
}
