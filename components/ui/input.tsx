import type { ComponentProps } from "react";
import { cn } from "./cn.ts";

/** The frame of everything one types or chooses in. */
export const fieldClass =
  "w-full rounded-md border border-control bg-panel px-2.5 text-base text-ink transition-colors hover:border-muted focus-visible:border-link focus-visible:outline-1 focus-visible:-outline-offset-1 disabled:cursor-not-allowed disabled:opacity-60 aria-invalid:border-bad aria-invalid:focus-visible:outline-bad";

export function Input({ className, ...rest }: ComponentProps<"input">) {
  return <input autoComplete="off" spellCheck={false} {...rest} className={cn(fieldClass, "h-8", className)} />;
}
