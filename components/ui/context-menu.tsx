"use client";
import * as Radix from "radix-ui/context-menu";
import type { ReactNode } from "react";
import { cn } from "./cn.ts";
import { MenuParts } from "./menu-item.tsx";
import { menuClass } from "./menu-style.ts";

type MenuProps = {
  /** The area that answers to a right click and to the menu key. */
  area: ReactNode;
  /** Runs when the menu has closed, before the focus goes back; `preventDefault` keeps it where the handler puts it. */
  onCloseAutoFocus?: (event: Event) => void;
  className?: string;
  children: ReactNode;
};

export function ContextMenu({ area, onCloseAutoFocus, className, children }: MenuProps) {
  return (
    <Radix.Root modal={false}>
      <Radix.Trigger asChild>{area}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content collisionPadding={8} onCloseAutoFocus={onCloseAutoFocus} className={cn(menuClass, className)}>
          <MenuParts value={Radix}>{children}</MenuParts>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
