"use client";

import { Command as Cmdk, defaultFilter } from "cmdk";
import { CornerDownLeft, Search } from "lucide-react";
import { useSyncExternalStore } from "react";
import { Kbd } from "#components/ui/kbd.tsx";
import { ShortcutKeys } from "#components/ui/shortcuts/shortcut-keys.tsx";
import { type Command, type CommandGroup, commandGroups } from "./commands.ts";
import { useNavigation } from "./use-navigation.tsx";

type PaletteListProps = { onChoose: (run: () => void) => void };

/** By what people read and may type; the id only tells commands apart. */
const byWords = (_id: string, search: string, words: string[] = []) => defaultFilter(words.join(" "), search);

const NO_GROUPS: readonly CommandGroup[] = [];

const groupClass =
  "mb-1 [&_[cmdk-group-heading]]:px-2 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-caption [&_[cmdk-group-heading]]:text-faint";

/** The field, and below it what fits what is typed: first what can be done here, then where one can go. */
export function PaletteList({ onChoose }: PaletteListProps) {
  const registered = useSyncExternalStore(commandGroups.subscribe, commandGroups.list, () => NO_GROUPS);
  const navigation = useNavigation();
  return (
    <Cmdk label="Commands" loop vimBindings={false} filter={byWords}>
      <div className="flex items-center gap-2 border-b px-3">
        <Search className="size-4 shrink-0 text-faint" aria-hidden="true" />
        <Cmdk.Input
          autoFocus
          placeholder="Type a command, a page or a volume"
          className="h-11 min-w-0 flex-1 bg-transparent text-base outline-none max-sm:text-title"
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

function Item({ command, onChoose }: { command: Command } & PaletteListProps) {
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
