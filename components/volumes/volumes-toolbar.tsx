"use client";
import { ChevronDown, Columns3, Plus, Search } from "lucide-react";
import type { ComponentProps } from "react";
import { Button } from "#components/ui/button.tsx";
import { DropdownMenu, MenuCheckItem, MenuRadio } from "#components/ui/dropdown-menu.tsx";
import { IconButton } from "#components/ui/icon-button.tsx";
import { Input } from "#components/ui/input.tsx";
import type { VolumeStatus } from "#lib/api/volumes.ts";
import { COLUMN_LABELS, VOLUME_COLUMNS, VOLUME_STATUSES, type VolumeColumn } from "./volumes-view.ts";

const ANY = "any";
const STATUS_OPTIONS = [
  { value: ANY, label: "Any status" },
  ...VOLUME_STATUSES.map((status) => ({ value: status, label: status })),
];

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
    <div className="flex flex-wrap items-center gap-2 px-4 py-3">
      <h1 className="mr-auto text-title font-semibold max-sm:w-full">Volumes</h1>
      <div className="relative max-sm:flex-1">
        <Search className="pointer-events-none absolute top-2 left-2.5 size-4 text-faint" aria-hidden="true" />
        <Input
          ref={filterRef}
          type="search"
          aria-label="Filter volumes by name"
          placeholder="Filter"
          value={filter}
          onChange={(event) => onFilter(event.target.value)}
          onKeyDown={(event) => event.key === "Escape" && onFilter("")}
          className="w-56 pl-8 max-sm:w-full"
        />
      </div>
      <DropdownMenu
        trigger={
          <Button className="font-normal">
            {status ?? "Any status"}
            <ChevronDown className="size-3.5 text-faint" aria-hidden="true" />
          </Button>
        }
      >
        <MenuRadio
          label="Status"
          value={status ?? ANY}
          onValueChange={(value) => onStatus(VOLUME_STATUSES.find((one) => one === value) ?? null)}
          options={STATUS_OPTIONS}
        />
      </DropdownMenu>
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
    </div>
  );
}
