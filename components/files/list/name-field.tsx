"use client";
import { type KeyboardEvent, useEffect, useId, useRef, useState } from "react";
import { cn } from "#components/ui/cn.ts";
import { nameProblem } from "#lib/api/paths.ts";
import { stemLength, typeableName } from "../model/name-parts.ts";

type NameFieldProps = {
  label: string;
  /** The name as it is; empty for a new entry. */
  name: string;
  isDirectory: boolean;
  /** Called once, with a good name that differs. */
  onDone: (name: string) => void;
  onCancel: () => void;
};

/** A name being typed in its row. Enter keeps it, Esc does not, leaving keeps a good one; the stem is selected first. */
export function NameField({ label, name, isDirectory, onDone, onCancel }: NameFieldProps) {
  const typeable = typeableName(name);
  const [text, setText] = useState(typeable);
  const field = useRef<HTMLInputElement>(null);
  const ended = useRef(false);
  const note = useId();
  const problem = text === "" || text === typeable ? null : nameProblem(text);

  useEffect(() => {
    field.current?.focus();
    field.current?.setSelectionRange(0, stemLength(typeable, isDirectory));
  }, [typeable, isDirectory]);

  const end = (keep: boolean) => {
    if (ended.current) return;
    ended.current = true;
    if (keep && text !== "" && text !== typeable && problem === null) onDone(text);
    else onCancel();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === "Escape") {
      event.preventDefault();
      event.stopPropagation();
      end(false);
    }
    if (event.key !== "Enter") return;
    event.preventDefault();
    if (problem === null) end(true);
  };

  return (
    <span className="relative min-w-0 flex-1">
      <input
        ref={field}
        value={text}
        aria-label={label}
        aria-invalid={problem !== null}
        aria-describedby={note}
        autoComplete="off"
        spellCheck={false}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={onKeyDown}
        onBlur={() => end(true)}
        onDragStart={(event) => event.preventDefault()}
        className={cn(
          "h-6 w-full max-w-md rounded-sm border border-link bg-panel px-1 outline-none",
          problem && "border-bad",
        )}
      />
      <span
        id={note}
        aria-live="polite"
        className={cn(
          problem &&
            "absolute top-full left-0 z-20 mt-0.5 rounded-sm border border-bad bg-bad-soft px-1.5 py-0.5 text-caption text-bad shadow-raise",
        )}
      >
        {problem && `A name ${problem}.`}
      </span>
    </span>
  );
}
