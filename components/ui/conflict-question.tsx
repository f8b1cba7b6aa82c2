"use client";

import { type ReactNode, useEffect, useId, useLayoutEffect, useRef, useState } from "react";
import { Checkbox } from "./checkbox.tsx";
import { cn } from "./cn.ts";
import { Dialog } from "./dialog.tsx";
import { Kbd } from "./kbd.tsx";
import { isInTopDialog } from "./open-dialogs.ts";

export type ConflictAnswer = "keep_both" | "replace" | "skip";

type ConflictQuestionProps = {
  /** What asks: each gets a question of its own, with the focus on the safe answer. Null: nothing is asked. */
  of: string | number | null;
  title: ReactNode;
  description?: ReactNode;
  /** Facts of both, side by side. */
  children?: ReactNode;
  /** What each answer would do; one that is absent is not on offer. */
  choices: Partial<Record<ConflictAnswer, ReactNode>>;
  /** How many more ask the same; 0 hides the offer to answer for all. */
  others: number;
  /** What an answer for all reaches: `Do the same for the other 12`. */
  forAll: ReactNode;
  onAnswer: (answer: ConflictAnswer, all: boolean) => void;
  /** Esc or a press outside. */
  onLater: () => void;
  /** Runs before the focus goes back to where it was; `preventDefault` keeps it. */
  onCloseAutoFocus?: (event: Event) => void;
};

/** The safe one first: it has the focus, so Enter loses nothing on either side. */
const ANSWERS: readonly { answer: ConflictAnswer; label: string; key: string }[] = [
  { answer: "keep_both", label: "Keep both", key: "K" },
  { answer: "replace", label: "Replace", key: "R" },
  { answer: "skip", label: "Skip", key: "S" },
];
const ALL_KEY = "A";

/** Asks what to do about a name that is taken. Arrows move, Enter answers, each answer has a letter. */
export function ConflictQuestion({
  of,
  title,
  description,
  children,
  choices,
  others,
  forAll,
  onAnswer,
  onLater,
  onCloseAutoFocus,
}: ConflictQuestionProps) {
  const [all, setAll] = useState(false);
  const allId = useId();
  const body = useRef<HTMLDivElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const offered = ANSWERS.filter(({ answer }) => choices[answer] !== undefined);

  const moveFocus = (step: number) => {
    const buttons = Array.from(list.current?.querySelectorAll("button") ?? []);
    const at = buttons.findIndex((button) => button.matches(":focus"));
    const from = at < 0 && step < 0 ? 0 : at;
    buttons[(from + step + buttons.length) % buttons.length]?.focus();
  };
  const press = (event: KeyboardEvent) => {
    if (event.metaKey || event.ctrlKey || event.altKey || event.isComposing || !isInTopDialog(body.current)) return;
    const key = event.key.toUpperCase();
    const hit = offered.find((one) => one.key === key);
    const [safe] = offered;
    const strayed = !(event.target instanceof Element && event.target.closest("button,[role=checkbox]"));
    // A key that is held down answers one question, not those that follow.
    if (hit) event.repeat || onAnswer(hit.answer, all);
    else if (key === ALL_KEY && others > 0) setAll(!all);
    else if (event.key === "ArrowDown" || event.key === "ArrowUp") moveFocus(event.key === "ArrowDown" ? 1 : -1);
    else if (event.key === "Enter" && strayed && safe) onAnswer(safe.answer, all);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const newestPress = useRef(press);
  useLayoutEffect(() => {
    newestPress.current = press;
  });
  const asks = of !== null;
  // At the document: while the dialog before this one gives the focus back, it is somewhere else for a moment.
  useEffect(() => {
    if (!asks) return;
    const hear = (event: KeyboardEvent) => newestPress.current(event);
    document.addEventListener("keydown", hear, { capture: true });
    return () => document.removeEventListener("keydown", hear, { capture: true });
  }, [asks]);

  return (
    <Dialog
      open={of !== null}
      onOpenChange={(open) => open || onLater()}
      onCloseAutoFocus={onCloseAutoFocus}
      title={title}
      description={description}
      className="sm:max-w-lg"
    >
      <div ref={body} className="flex flex-col gap-3">
        {children}
        <div ref={list} key={of} className="flex flex-col gap-1.5">
          {offered.map(({ answer, label, key }, index) => (
            <button
              key={answer}
              type="button"
              // biome-ignore lint/a11y/noAutofocus: the dialog is the question, and the safe answer is where it starts
              autoFocus={index === 0}
              aria-keyshortcuts={key}
              onClick={() => onAnswer(answer, all)}
              className={cn(
                "flex items-center gap-3 rounded-md border border-line-strong px-3 py-2 text-left transition-colors hover:bg-hover focus-visible:bg-hover",
                answer === "replace" && "hover:border-bad",
              )}
            >
              <span className="min-w-0 flex-1">
                <span className={cn("block font-medium", answer === "replace" && "text-bad")}>{label}</span>
                <span className="block text-muted wrap-anywhere">{choices[answer]}</span>
              </span>
              <Kbd>{key}</Kbd>
            </button>
          ))}
        </div>
        {others > 0 && (
          <label htmlFor={allId} className="flex items-center gap-2">
            <Checkbox id={allId} checked={all} onCheckedChange={(checked) => setAll(checked === true)} />
            <span className="flex-1">{forAll}</span>
            <Kbd>{ALL_KEY}</Kbd>
          </label>
        )}
      </div>
    </Dialog>
  );
}
