"use client";

import { Command as Cmdk, defaultFilter } from "cmdk";
import { CornerDownLeft, Search } from "lucide-react";
import { useSyncExternalStore } from "react";
import { Kbd } from "#components/ui/kbd.tsx";
import { ShortcutKeys } from "#components/ui/shortcuts/shortcut-keys.tsx";
import { type Command, type CommandGroup, commandGroups } from "./commands.ts";
import { PALETTE_HINT, type PaletteSearch, paletteFieldClass } from "./palette-look.ts";
import { useNavigation } from "./use-navigation.tsx";

type Choosing = { onChoose: (run: () => void) => void };

const BY_KEYWORD = 0.01;

/**
 * By what people read, letters left out or not, else by a keyword as it is typed: letters picked from several of them would
 * find what nobody meant. The id only tells commands apart.
 */
function byWords(_id: string, search: string, [label = "", ...keywords]: string[] = []): number {
  const wanted = search.trim().toLowerCase();
  return (
    defaultFilter(label, search) || (keywords.some((word) => word.toLowerCase().includes(wanted)) ? BY_KEYWORD : 0)
  );
}

const NO_GROUPS: readonly CommandGroup[] = [];

const groupClass =
  "mb-1 [&_[cmdk-group-heading]]:px-2 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-caption [&_[cmdk-group-heading]]:text-faint";

/** The field, and below it what fits what is typed: first what can be done here, then where one can go. */
export function PaletteList({ search, onSearch, onChoose }: PaletteSearch & Choosing) {
  const registered = useSyncExternalStore(commandGroups.subscribe, commandGroups.list, () => NO_GROUPS);
  const navigation = useNavigation();
  return (
    <Cmdk label="Commands" loop vimBindings={false} filter={byWords}>
      <div className="flex items-center gap-2 border-b px-3">
        <Search className="size-4 shrink-0 text-faint" aria-hidden="true" />
        <Cmdk.Input
          autoFocus
          value={search}
          onValueChange={onSearch}
          placeholder={PALETTE_HINT}
          className={paletteFieldClass}
        />
        <Kbd>Esc</Kbd>
      </div>
      <Cmdk.List className="max-h-[min(420px,60dvh)] overflow-y-auto overscroll-contain p-1">
        <Cmdk.Empty className="px-3 py-8 text-center text-muted">
          Nothing here goes by that name. Try another word.
        </Cmdk.Empty>
        {[...registered, ...navigation].map(({ name, commands }) =>
          commands.length === 0 ? null : (
            <Cmdk.Group key={name} heading={name} className={groupClass}>
              {commands.map((command) => (
                <Item key={command.id} command={command} onChoose={onChoose} />
              ))}
            </Cmdk.Group>
          ),
        )}
      </Cmdk.List>
      <div
        aria-hidden="true"
        className="flex items-center gap-4 border-t px-3 py-1.5 text-caption text-faint max-sm:hidden"
      >
        <span className="flex items-center gap-1">
          <ShortcutKeys keys={["ArrowUp", "ArrowDown"]} /> choose
        </span>
        <span className="flex items-center gap-1">
          <CornerDownLeft className="size-3" /> run
        </span>
      </div>
    </Cmdk>
  );
}

function Item({ command, onChoose }: { command: Command } & Choosing) {
  const { id, label, icon, keys, keywords, reason, run } = command;
  return (
    <Cmdk.Item
      value={id}
      keywords={[label, ...(keywords ?? [])]}
      disabled={Boolean(reason)}
      onSelect={() => onChoose(run)}
      className="flex min-h-8 cursor-default select-none items-center gap-2 rounded-sm px-2 py-1 data-[disabled=true]:text-faint data-[selected=true]:bg-hover [&_svg]:size-4 [&_svg]:shrink-0 [&_svg]:text-faint"
    >
      {icon ?? <span className="size-4 shrink-0" />}
      <span className="min-w-0 flex-1 truncate">
        {label}
        {reason && <span className="ml-2 text-caption">{reason}</span>}
      </span>
      {keys && (
        <span className="shrink-0 max-sm:hidden">
          <ShortcutKeys keys={keys} />
        </span>
      )}
    </Cmdk.Item>
  );
}
