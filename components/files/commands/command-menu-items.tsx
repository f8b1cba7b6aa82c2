"use client";
import { Fragment } from "react";
import { MenuItem, MenuSeparator } from "#components/ui/menu-item.tsx";
import { keyCaps } from "#components/ui/shortcuts/keys.ts";
import { useApple } from "#components/ui/shortcuts/use-apple.ts";
import type { FileCommand } from "./file-command.ts";

const GROUPS: readonly FileCommand["group"][] = ["open", "make", "edit", "share", "view", "danger"];

/**
 * The commands that make sense here, with their keys.
 * @param onChoose runs the command when the menu has closed and the focus is back in the list
 */
export function CommandMenuItems({
  commands,
  onChoose,
}: {
  commands: readonly FileCommand[];
  onChoose: (run: () => void) => void;
}) {
  const apple = useApple();
  const groups = GROUPS.map((group) =>
    commands.filter((command) => command.group === group && command.reason !== "hidden"),
  ).filter((group) => group.length > 0);
  return groups.map((group, index) => (
    <Fragment key={group[0]?.id}>
      {index > 0 && <MenuSeparator />}
      {group.map(({ id, label, icon: Icon, keys, reason, danger, run }) => (
        <MenuItem
          key={id}
          icon={<Icon aria-hidden="true" />}
          reason={reason}
          danger={danger ?? false}
          onSelect={() => onChoose(run)}
          {...(keys === undefined ? {} : { keys: keyCaps(keys, apple).join(apple ? "" : "+") })}
        >
          {label}
        </MenuItem>
      ))}
    </Fragment>
  ));
}
