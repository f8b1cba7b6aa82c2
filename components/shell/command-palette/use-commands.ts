"use client";

import { useEffect, useRef } from "react";
import { type Command, commandGroups } from "./commands.ts";

/**
 * Offers what can be done here and now in the command palette, while the component is mounted. The array may be made anew
 * in each render: `run` is always the newest one, and the palette is told only when what it shows has changed.
 * @param group the heading, such as `Files`
 */
export function useCommands(group: string, commands: readonly Command[]): void {
  const newest = useRef(commands);
  useEffect(() => {
    newest.current = commands;
  });
  const shape = JSON.stringify(commands.map(({ icon, run, ...shown }) => shown));
  // biome-ignore lint/correctness/useExhaustiveDependencies: the shape stands for the commands, which are new in each render
  useEffect(() => {
    const run = (id: string) => newest.current.find((command) => command.id === id)?.run();
    return commandGroups.register({
      name: group,
      commands: newest.current.map((command) => ({ ...command, run: () => run(command.id) })),
    });
  }, [group, shape]);
}
