"use client";
import { FitAddon } from "@xterm/addon-fit";
import { Terminal } from "@xterm/xterm";
import { type RefObject, useEffect, useRef, useState } from "react";
import { perform } from "#components/ui/use-act.ts";
import { failureOf } from "#lib/actions/failure.ts";
import { openTerminalAction } from "#lib/actions/sandboxes.ts";
import type { SandboxId } from "#lib/api/ids.ts";
import { connectTerminal, type TerminalConnection } from "./connect-terminal.ts";
import { terminalTheme } from "./terminal-theme.ts";

export type TerminalState = { kind: "connecting" } | { kind: "open" } | { kind: "ended"; why: string };

/** Leaves the terminal, which takes every other key, Tab too. */
export const LEAVE_KEY = "F6";

const SCROLLBACK_LINES = 5_000;

type Screen = { terminal: Terminal; fit: FitAddon };

/** A terminal drawn into `box`, in the colours of the page and as large as the box. */
function drawTerminal(box: HTMLElement, label: string): Screen & { dispose: () => void } {
  const terminal = new Terminal({
    fontFamily: getComputedStyle(document.documentElement).getPropertyValue("--font-geist-mono") || "monospace",
    fontSize: 13,
    lineHeight: 1.25,
    cursorBlink: !window.matchMedia("(prefers-reduced-motion: reduce)").matches,
    scrollback: SCROLLBACK_LINES,
    // Programs choose colours for a ground they do not know.
    minimumContrastRatio: 4.5,
    screenReaderMode: true,
    theme: terminalTheme(),
  });
  const fit = new FitAddon();
  terminal.loadAddon(fit);
  terminal.open(box);
  terminal.textarea?.setAttribute("aria-label", label);
  terminal.attachCustomKeyEventHandler(({ key }) => key !== LEAVE_KEY);
  fit.fit();
  const resized = new ResizeObserver(() => fit.fit());
  resized.observe(box);
  const themed = new MutationObserver(() => {
    terminal.options.theme = terminalTheme();
  });
  themed.observe(document.documentElement, { attributeFilter: ["data-theme"] });
  return {
    terminal,
    fit,
    dispose: () => {
      resized.disconnect();
      themed.disconnect();
      terminal.dispose();
    },
  };
}

/** A shell in a sandbox, shown in `box`. A new one each time `connect` is called; what was on the screen stays. */
export function useTerminal(box: RefObject<HTMLElement | null>, sandbox: SandboxId, label: string) {
  const [state, setState] = useState<TerminalState>({ kind: "connecting" });
  const [attempt, setAttempt] = useState(0);
  const screen = useRef<Screen | null>(null);

  // biome-ignore lint/correctness/useExhaustiveDependencies: drawn once for a sandbox; its name is no reason to begin anew
  useEffect(() => {
    if (box.current === null) return;
    const drawn = drawTerminal(box.current, label);
    screen.current = drawn;
    return () => {
      screen.current = null;
      drawn.dispose();
    };
  }, [sandbox]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: each attempt is a new connection
  useEffect(() => {
    const drawn = screen.current;
    if (drawn === null) return;
    const { terminal } = drawn;
    let connection: TerminalConnection | null = null;
    let isOver = false;
    const end = (why: string) => {
      if (!isOver) setState({ kind: "ended", why });
    };
    setState({ kind: "connecting" });
    perform(openTerminalAction, { id: sandbox }).then(
      ({ url }) => {
        if (isOver) return;
        const made = connectTerminal(url, {
          onOpen: () => {
            setState({ kind: "open" });
            made.resize(terminal.cols, terminal.rows);
            terminal.focus();
          },
          onBytes: (bytes) => terminal.write(bytes),
          onEnd: end,
        });
        connection = made;
      },
      (error: unknown) => {
        const { message, suggestedAction } = failureOf(error);
        end([message, suggestedAction].filter((part) => part !== null).join(" "));
      },
    );
    const typed = terminal.onData((text) => connection?.send(text));
    const sized = terminal.onResize(({ cols, rows }) => connection?.resize(cols, rows));
    return () => {
      isOver = true;
      typed.dispose();
      sized.dispose();
      connection?.close();
    };
  }, [sandbox, attempt]);

  return {
    state,
    connect: () => setAttempt(attempt + 1),
    focus: () => screen.current?.terminal.focus(),
  };
}
