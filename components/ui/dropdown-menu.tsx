"use client";
import { Check } from "lucide-react";
import * as Radix from "radix-ui/dropdown-menu";
import type { ReactNode } from "react";
import { cn } from "./cn.ts";
import { MenuParts } from "./menu-item.tsx";
import { menuClass, menuItemClass, menuLabelClass } from "./menu-style.ts";

type MenuProps = {
  /** The element that opens it. */
  trigger: ReactNode;
  align?: "start" | "center" | "end";
  side?: "top" | "right" | "bottom" | "left";
  /** Runs when the menu has closed, before the focus goes back; `preventDefault` keeps it where the handler puts it. */
  onCloseAutoFocus?: (event: Event) => void;
  className?: string;
  children: ReactNode;
};

export function DropdownMenu({
  trigger,
  align = "end",
  side = "bottom",
  onCloseAutoFocus,
  className,
  children,
}: MenuProps) {
  return (
    <Radix.Root modal={false}>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          align={align}
          side={side}
          onCloseAutoFocus={onCloseAutoFocus}
          sideOffset={4}
          collisionPadding={8}
          className={cn(menuClass, className)}
        >
          <MenuParts value={Radix}>{children}</MenuParts>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

type CheckItemProps = {
  checked: boolean;
  onCheckedChange: (checked: boolean) => void;
  reason?: string | null;
  children: ReactNode;
};

/** Stays open when chosen, so that several can be ticked. */
export function MenuCheckItem({ checked, onCheckedChange, reason, children }: CheckItemProps) {
  return (
    <Radix.CheckboxItem
      checked={checked}
      onCheckedChange={onCheckedChange}
      onSelect={(event) => event.preventDefault()}
      disabled={Boolean(reason)}
      className={cn(menuItemClass, "pl-7")}
    >
      <Radix.ItemIndicator className="absolute left-1.5">
        <Check className="text-link!" aria-hidden="true" />
      </Radix.ItemIndicator>
      {children}
    </Radix.CheckboxItem>
  );
}

export function MenuLabel({ children }: { children: ReactNode }) {
  return <Radix.Label className={menuLabelClass}>{children}</Radix.Label>;
}

type RadioProps = {
  /** What is chosen, for a screen reader. */
  label: string;
  value: string;
  onValueChange: (value: string) => void;
  options: readonly { value: string; label: string; icon?: ReactNode }[];
};

/** One of several. */
export function MenuRadio({ label, value, onValueChange, options }: RadioProps) {
  return (
    <Radix.RadioGroup value={value} onValueChange={onValueChange} aria-label={label}>
      {options.map((option) => (
        <Radix.RadioItem key={option.value} value={option.value} className={cn(menuItemClass, "pr-8")}>
          {option.icon}
          {option.label}
          <Radix.ItemIndicator className="absolute right-2">
            <Check className="text-link!" aria-hidden="true" />
          </Radix.ItemIndicator>
        </Radix.RadioItem>
      ))}
    </Radix.RadioGroup>
  );
}
