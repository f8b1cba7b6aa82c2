"use client";
import { Check, ChevronDown } from "lucide-react";
import { Content, Item, ItemIndicator, ItemText, Portal, Root, Trigger, Value, Viewport } from "radix-ui/select";
import type { ReactNode } from "react";
import { cn } from "./cn.ts";
import { fieldClass } from "./input.tsx";
import { menuClass, menuItemClass } from "./menu-style.ts";

type SelectProps<T extends string> = {
  value: T;
  onValueChange: (value: T) => void;
  /** `note` is a second line below the label, in the list only. */
  options: readonly { value: T; label: ReactNode; note?: string; disabled?: boolean }[];
  id?: string;
  disabled?: boolean;
  className?: string;
  size?: "sm" | "md";
  "aria-label"?: string;
  "aria-describedby"?: string;
  "aria-invalid"?: boolean;
};

export function Select<T extends string>({
  value,
  onValueChange,
  options,
  disabled,
  className,
  size = "md",
  ...rest
}: SelectProps<T>) {
  return (
    // The values offered are exactly `options`, so what Radix hands back is a T.
    <Root value={value} onValueChange={(next) => onValueChange(next as T)} disabled={disabled}>
      <Trigger
        {...rest}
        className={cn(
          fieldClass,
          "inline-flex items-center justify-between gap-2 text-left whitespace-nowrap",
          size === "sm" ? "h-7 px-2" : "h-8",
          className,
        )}
      >
        <Value>{options.find((option) => option.value === value)?.label}</Value>
        <ChevronDown className="size-3.5 shrink-0 text-faint" aria-hidden="true" />
      </Trigger>
      <Portal>
        <Content position="popper" sideOffset={4} className={cn(menuClass, "min-w-(--radix-select-trigger-width)")}>
          <Viewport>
            {options.map((option) => (
              <Item
                key={option.value}
                value={option.value}
                disabled={option.disabled}
                className={cn(menuItemClass, "h-auto min-h-7 items-start py-1 pr-8")}
              >
                <span className="flex flex-col">
                  <ItemText>{option.label}</ItemText>
                  {option.note && <span className="max-w-64 text-caption text-faint">{option.note}</span>}
                </span>
                <ItemIndicator className="absolute right-2 top-1.5">
                  <Check className="size-4 text-link" aria-hidden="true" />
                </ItemIndicator>
              </Item>
            ))}
          </Viewport>
        </Content>
      </Portal>
    </Root>
  );
}
