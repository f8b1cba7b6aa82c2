"use client";
import { ChevronDown, Search } from "lucide-react";
import type { ComponentProps, ReactNode } from "react";
import { Button } from "./button.tsx";
import { DropdownMenu, MenuRadio } from "./dropdown-menu.tsx";
import { Input } from "./input.tsx";

const ANY = "any";

type ListToolbarProps<Status extends string> = {
  title: string;
  /** What the filter looks at: `Filter volumes by name`. */
  filterLabel: string;
  filter: string;
  onFilter: (text: string) => void;
  filterRef: ComponentProps<"input">["ref"];
  statuses: readonly Status[];
  /** Null shows all. */
  status: Status | null;
  onStatus: (status: Status | null) => void;
  /** What more can be done, the main act last. */
  children: ReactNode;
};

/** Above a list: its title, a filter by text and one by status, and what can be done. */
export function ListToolbar<Status extends string>({
  title,
  filterLabel,
  filter,
  onFilter,
  filterRef,
  statuses,
  status,
  onStatus,
  children,
}: ListToolbarProps<Status>) {
  return (
    <div className="flex flex-wrap items-center gap-2 px-4 py-3">
      <h1 className="mr-auto text-title font-semibold max-sm:w-full">{title}</h1>
      <div className="relative max-sm:flex-1">
        <Search className="pointer-events-none absolute top-2 left-2.5 size-4 text-faint" aria-hidden="true" />
        <Input
          ref={filterRef}
          type="search"
          aria-label={filterLabel}
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
          onValueChange={(value) => onStatus(statuses.find((one) => one === value) ?? null)}
          options={[{ value: ANY, label: "Any status" }, ...statuses.map((value) => ({ value, label: value }))]}
        />
      </DropdownMenu>
      {children}
    </div>
  );
}
