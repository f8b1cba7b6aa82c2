"use client";
import { GitFork, Moon, Pause, Play, SquareTerminal, Trash2 } from "lucide-react";
import dynamic from "next/dynamic";
import { useState } from "react";
import { useCommands } from "#components/shell/command-palette/use-commands.ts";
import { Button } from "#components/ui/button.tsx";
import { useShortcuts } from "#components/ui/shortcuts/use-shortcuts.ts";
import { untilLoaded } from "#components/ui/until-loaded.ts";
import type { Sandbox } from "#lib/api/sandboxes.ts";
import { actRefusal, useSandboxActs } from "./use-sandbox-acts.ts";

// Without a state of its own for loading it suspends the page around it, which would begin anew, a terminal too.
const DestroyDialog = dynamic(
  untilLoaded(() => import("./destroy-dialog.tsx").then((loaded) => loaded.DestroyDialog)),
  {
    loading: () => null,
  },
);

type SandboxButtonsProps = { sandbox: Sandbox; terminalOpen: boolean; onTerminal: () => void };

/** Everything that can be done with the sandbox whose page is open, as buttons, keys and commands. */
export function SandboxButtons({ sandbox, terminalOpen, onTerminal }: SandboxButtonsProps) {
  const [destroying, setDestroying] = useState(false);
  const acts = useSandboxActs(sandbox.id);
  const isPaused = sandbox.status === "paused";
  const hold = isPaused
    ? { id: "resume", label: "Resume", icon: Play, act: acts.resume, reason: actRefusal(sandbox, "resume") }
    : { id: "pause", label: "Pause", icon: Pause, act: acts.pause, reason: actRefusal(sandbox, "pause") };
  const buttons = [
    hold,
    {
      id: "hibernate",
      label: "Hibernate",
      icon: Moon,
      act: acts.hibernate,
      reason: actRefusal(sandbox, "hibernate"),
    },
    { id: "fork", label: "Fork", icon: GitFork, act: acts.fork, reason: actRefusal(sandbox, "fork") },
  ];
  const destroy = { reason: actRefusal(sandbox, "destroy"), act: () => setDestroying(true) };
  const terminal = { reason: terminalOpen ? null : actRefusal(sandbox, "exec"), act: onTerminal };
  useShortcuts([
    {
      id: "sandbox.terminal",
      keys: "T",
      scope: "Sandbox",
      label: "Open or close the terminal",
      enabled: terminal.reason === null,
      run: terminal.act,
    },
    {
      id: "sandbox.hold",
      keys: "P",
      scope: "Sandbox",
      label: "Pause or resume",
      enabled: hold.reason === null,
      run: hold.act,
    },
  ]);
  useCommands("Sandbox", [
    {
      id: "sandbox.terminal",
      label: terminalOpen ? "Close the terminal" : "Open the terminal",
      icon: <SquareTerminal aria-hidden="true" />,
      keywords: ["shell"],
      keys: "T",
      reason: terminal.reason,
      run: terminal.act,
    },
    ...buttons.map(({ id, label, icon: Icon, act, reason }) => ({
      id: `sandbox.${id}`,
      label,
      icon: <Icon aria-hidden="true" />,
      reason,
      run: act,
    })),
    {
      id: "sandbox.destroy",
      label: "Destroy…",
      icon: <Trash2 aria-hidden="true" />,
      reason: destroy.reason,
      run: destroy.act,
    },
  ]);
  return (
    <div className="flex flex-wrap gap-2">
      <Button size="sm" reason={terminal.reason} aria-expanded={terminalOpen} onClick={terminal.act}>
        <SquareTerminal className="size-3.5" aria-hidden="true" />
        Terminal
      </Button>
      {buttons.map(({ id, label, icon: Icon, act, reason }) => (
        <Button key={id} size="sm" reason={reason} onClick={act}>
          <Icon className="size-3.5" aria-hidden="true" />
          {label}
        </Button>
      ))}
      <Button size="sm" variant="danger" reason={destroy.reason} onClick={destroy.act}>
        <Trash2 className="size-3.5" aria-hidden="true" />
        Destroy…
      </Button>
      {destroying && <DestroyDialog sandbox={sandbox} onClose={() => setDestroying(false)} onConfirm={acts.destroy} />}
    </div>
  );
}
