"use client";
import { Check, Minus } from "lucide-react";
import { Indicator, Root } from "radix-ui/checkbox";
import type { ComponentProps } from "react";
import { cn } from "./cn.ts";

/** `checked` may be `"indeterminate"`. Give it `aria-label`, or an `id` and a label. */
export function Checkbox({ className, ...rest }: ComponentProps<typeof Root>) {
  return (
    <Root
      {...rest}
      className={cn(
        "group inline-flex size-4 shrink-0 items-center justify-center rounded-sm border border-control bg-panel text-on-accent transition-colors hover:border-muted data-[state=checked]:border-accent data-[state=checked]:bg-accent data-[state=indeterminate]:border-accent data-[state=indeterminate]:bg-accent disabled:cursor-not-allowed disabled:opacity-50",
        className,
      )}
    >
      <Indicator>
        <Check className="size-3 stroke-3 group-data-[state=indeterminate]:hidden" aria-hidden="true" />
        <Minus className="hidden size-3 stroke-3 group-data-[state=indeterminate]:block" aria-hidden="true" />
      </Indicator>
    </Root>
  );
}
