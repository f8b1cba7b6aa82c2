"use client";
import type { RefObject } from "react";
import { useCommands } from "#components/shell/command-palette/use-commands.ts";
import { useShortcuts } from "#components/ui/shortcuts/use-shortcuts.ts";
import type { FileCommand } from "./file-command.ts";

type Extra = { readonly focusFilter: () => void; readonly editPath: () => void };

/** Puts the commands of the file manager into the registry of shortcuts and into the palette. */
export function useRegisterCommands(
  commands: readonly FileCommand[],
  list: RefObject<HTMLElement | null>,
  { focusFilter, editPath }: Extra,
): void {
  useShortcuts([
    {
      id: "files.move-about",
      keys: ["ArrowUp", "ArrowDown", "Home", "End", "PageUp", "PageDown"],
      scope: "Files",
      label: "Go through the list",
    },
    { id: "files.extend", keys: ["Shift+ArrowUp", "Shift+ArrowDown"], scope: "Files", label: "Select more" },
    { id: "files.toggle", keys: "Ctrl+Space", scope: "Files", label: "Select or leave out one" },
    { id: "files.filter", keys: "Mod+F", scope: "Files", label: "Filter here", run: focusFilter },
    { id: "files.path", keys: "Mod+L", scope: "Files", label: "Go to a path", run: editPath },
    // Apple keyboards have no Delete key of their own.
    ...commands
      .filter(({ id }) => id === "files.delete")
      .map(({ reason, run, label }) => ({
        id: "files.delete-apple",
        keys: "Mod+Backspace",
        scope: "Files",
        label,
        enabled: reason === null,
        within: () => list.current,
        run,
      })),
    ...commands
      .filter((command) => command.keys !== undefined)
      .map(({ id, keys = "", label, reason, run, answeredElsewhere, everywhere }) => ({
        id,
        keys,
        scope: "Files",
        label,
        enabled: reason === null,
        ...(answeredElsewhere ? {} : { run }),
        ...(everywhere ? {} : { within: () => list.current }),
      })),
  ]);
  useCommands(
    "Files",
    commands
      .filter(({ reason }) => reason !== "hidden")
      .map(({ id, label, icon: Icon, keys, reason, run }) => ({
        id,
        label,
        icon: <Icon className="size-4" aria-hidden="true" />,
        reason,
        run,
        ...(keys === undefined ? {} : { keys }),
      })),
  );
}
