"use client";
import "@xterm/xterm/css/xterm.css";
import { Maximize2, Minimize2, X } from "lucide-react";
import { useRef, useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { cn } from "#components/ui/cn.ts";
import { IconButton } from "#components/ui/icon-button.tsx";
import { Kbd } from "#components/ui/kbd.tsx";
import { useShortcuts } from "#components/ui/shortcuts/use-shortcuts.ts";
import { Status } from "#components/ui/status.tsx";
import type { Sandbox } from "#lib/api/sandboxes.ts";
import { sandboxName } from "../sandbox-name.ts";
import { LEAVE_KEY, useTerminal } from "./use-terminal.ts";

/** A shell inside the sandbox, below its page. */
export function TerminalPanel({ sandbox, onClose }: { sandbox: Sandbox; onClose: () => void }) {
  const box = useRef<HTMLDivElement>(null);
  const bar = useRef<HTMLDivElement>(null);
  const [large, setLarge] = useState(false);
  const label = `Terminal of ${sandboxName(sandbox)}. ${LEAVE_KEY} leaves it.`;
  const { state, connect, focus } = useTerminal(box, sandbox.id, label);
  useShortcuts([
    {
      id: "terminal.leave",
      keys: LEAVE_KEY,
      scope: "Terminal",
      label: "Into the terminal and out of it",
      whenTyping: true,
      run: () => {
        if (box.current?.contains(document.activeElement)) bar.current?.querySelector("button")?.focus();
        else focus();
      },
    },
  ]);
  return (
    <section
      aria-label="Terminal"
      className={cn("flex shrink-0 flex-col border-t bg-canvas", large ? "h-[80dvh]" : "h-[40dvh] max-sm:h-[55dvh]")}
    >
      <div ref={bar} className="flex h-9 shrink-0 items-center gap-3 border-b bg-panel pr-2 pl-4">
        <span className="font-medium max-sm:sr-only">Terminal</span>
        <span aria-live="polite" className="flex min-w-0 items-center gap-3">
          {state.kind === "connecting" && <Status tone="busy">connecting</Status>}
          {state.kind === "open" && <Status tone="ok">connected</Status>}
          {state.kind === "ended" && (
            <>
              <Status tone="idle">ended</Status>
              <span className="truncate text-muted" title={state.why}>
                {state.why}
              </span>
            </>
          )}
        </span>
        {state.kind === "ended" && (
          <Button size="sm" onClick={connect}>
            Reconnect
          </Button>
        )}
        <span className="ml-auto inline-flex items-center gap-1.5 text-caption text-faint max-md:hidden">
          <Kbd>{LEAVE_KEY}</Kbd> leaves the terminal
        </span>
        <span className="inline-flex max-md:ml-auto">
          <IconButton label={large ? "Make it smaller" : "Make it larger"} onClick={() => setLarge(!large)}>
            {large ? <Minimize2 aria-hidden="true" /> : <Maximize2 aria-hidden="true" />}
          </IconButton>
          <IconButton label="Close the terminal" onClick={onClose}>
            <X aria-hidden="true" />
          </IconButton>
        </span>
      </div>
      <div className="min-h-0 flex-1 py-2 pl-4">
        <div ref={box} className="h-full overflow-hidden" />
      </div>
    </section>
  );
}
