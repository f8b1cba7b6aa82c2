"use client";
import { Content, Portal, Root, Trigger } from "radix-ui/popover";
import type { ReactNode } from "react";
import { cn } from "./cn.ts";
import { menuClass } from "./menu-style.ts";

type PopoverProps = {
  trigger: ReactNode;
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
  align?: "start" | "center" | "end";
  className?: string;
  /** What it holds, for a screen reader. */
  label: string;
  children: ReactNode;
};

export function Popover({ trigger, open, onOpenChange, align = "end", className, label, children }: PopoverProps) {
  return (
    <Root {...(open === undefined ? {} : { open })} onOpenChange={onOpenChange}>
      <Trigger asChild>{trigger}</Trigger>
      <Portal>
        <Content
          align={align}
          sideOffset={4}
          collisionPadding={8}
          aria-label={label}
          className={cn(menuClass, "p-3", className)}
        >
          {children}
        </Content>
      </Portal>
    </Root>
  );
}
