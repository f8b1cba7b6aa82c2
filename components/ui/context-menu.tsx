"use client";
import * as Radix from "radix-ui/context-menu";
import type { ReactNode } from "react";
import { cn } from "./cn.ts";
import { Kbd } from "./kbd.tsx";
import { menuClass, menuDangerClass, menuItemClass, menuSeparatorClass } from "./menu-style.ts";

type MenuProps = {
  /** The area that answers to a right click and to the menu key. */
  area: ReactNode;
  onOpenChange?: (open: boolean) => void;
  /** Runs when the menu has closed, before the focus goes back; `preventDefault` keeps it where the handler puts it. */
  onCloseAutoFocus?: (event: Event) => void;
  className?: string;
  children: ReactNode;
};

export function ContextMenu({ area, onOpenChange, onCloseAutoFocus, className, children }: MenuProps) {
  return (
    <Radix.Root modal={false} onOpenChange={onOpenChange}>
      <Radix.Trigger asChild>{area}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content collisionPadding={8} onCloseAutoFocus={onCloseAutoFocus} className={cn(menuClass, className)}>
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

type ItemProps = {
  onSelect?: (event: Event) => void;
  icon?: ReactNode;
  keys?: string;
  danger?: boolean;
  /** Why it cannot be chosen now; shown below the words. */
  reason?: string | null;
  /** Render the one child, such as a link, as the item itself. */
  asChild?: boolean;
  children: ReactNode;
};

export function ContextMenuItem({
  onSelect,
  icon,
  keys,
  danger = false,
  reason,
  asChild = false,
  children,
}: ItemProps) {
  if (asChild)
    return (
      <Radix.Item asChild onSelect={onSelect} className={menuItemClass}>
        {children}
      </Radix.Item>
    );
  return (
    <Radix.Item
      disabled={Boolean(reason)}
      onSelect={onSelect}
      className={cn(menuItemClass, danger && menuDangerClass, reason && "h-auto items-start py-1")}
    >
      {icon}
      <span className="flex min-w-0 flex-1 flex-col">
        {children}
        {reason && <span className="max-w-64 text-caption">{reason}</span>}
      </span>
      {keys && <Kbd className="ml-4">{keys}</Kbd>}
    </Radix.Item>
  );
}

export function ContextMenuSeparator() {
  return <Radix.Separator className={menuSeparatorClass} />;
}
