"use client";
import type { Item, Separator } from "radix-ui/dropdown-menu";
import { createContext, type ReactNode, use } from "react";
import { cn } from "./cn.ts";
import { Kbd } from "./kbd.tsx";
import { menuDangerClass, menuItemClass, menuSeparatorClass } from "./menu-style.ts";

type Parts = { readonly Item: typeof Item; readonly Separator: typeof Separator };

/** What the menu around is made of: a dropdown's items know nothing of a context menu. */
export const MenuParts = createContext<Parts | null>(null);

function useMenuParts(): Parts {
  const parts = use(MenuParts);
  if (parts === null) throw new Error("Items belong into a DropdownMenu or a ContextMenu.");
  return parts;
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

/** One thing to choose in a menu of either kind. */
export function MenuItem({ onSelect, icon, keys, danger = false, reason, asChild = false, children }: ItemProps) {
  const { Item } = useMenuParts();
  if (asChild)
    return (
      <Item asChild onSelect={onSelect} className={menuItemClass}>
        {children}
      </Item>
    );
  return (
    <Item
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
    </Item>
  );
}

export function MenuSeparator() {
  const { Separator } = useMenuParts();
  return <Separator className={menuSeparatorClass} />;
}
