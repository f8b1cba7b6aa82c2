"use client";
import { cloneElement, type ReactElement, type ReactNode, useId } from "react";
import { cn } from "./cn.ts";

type Wired = { id?: string; "aria-describedby"?: string; "aria-invalid"?: boolean };

type FieldProps = {
  label: ReactNode;
  /** What to type; always shown. */
  hint?: ReactNode;
  /** What is wrong and how to put it right; replaces the hint and is read aloud. */
  error?: string | null | undefined;
  /** One input, textarea or select trigger. */
  children: ReactElement<Wired>;
};

/** A label above its control, with hint or error below, wired for screen readers. */
export function Field({ label, hint, error, children }: FieldProps) {
  const id = useId();
  const note = error ?? hint;
  return (
    <div className="flex flex-col">
      <label htmlFor={id} className="mb-1 font-medium">
        {label}
      </label>
      {cloneElement(children, {
        id,
        ...(note ? { "aria-describedby": `${id}-note` } : {}),
        ...(error ? { "aria-invalid": true } : {}),
      })}
      <div
        id={`${id}-note`}
        aria-live="polite"
        className={cn("text-caption not-empty:mt-1", error ? "text-bad" : "text-faint")}
      >
        {note}
      </div>
    </div>
  );
}
