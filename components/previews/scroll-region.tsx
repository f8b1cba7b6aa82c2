import type { ComponentProps } from "react";
import { cn } from "#components/ui/cn.ts";

/** What is larger than its place: the keyboard reaches it to scroll, and its name is read. */
export function ScrollRegion({ className, ...rest }: ComponentProps<"section"> & { "aria-label": string }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: without focus the keyboard could not scroll it
    <section {...rest} tabIndex={0} className={cn("min-h-0 flex-1 overflow-auto -outline-offset-2", className)} />
  );
}
