"use client";
import { Content, Portal, Root, Trigger } from "radix-ui/popover";
import type { ReactNode } from "react";
import { cn } from "./cn.ts";

type PopoverProps = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  /** What it is, for a screen reader. */
  label: string;
  /** The element that opens it. */
  trigger: ReactNode;
  className?: string;
  children: ReactNode;
};

/** A small panel below what opens it, for what is no menu. Esc and a press outside close it. */
export function Popover({ open, onOpenChange, label, trigger, className, children }: PopoverProps) {
  return (
    <Root open={open} onOpenChange={onOpenChange}>
      <Trigger asChild>{trigger}</Trigger>
      <Portal>
        <Content
          align="end"
          sideOffset={4}
          collisionPadding={8}
          aria-label={label}
          className={cn(
            "z-50 flex max-h-(--radix-popover-content-available-height) w-96 max-w-[calc(100vw-16px)] animate-appear flex-col overflow-y-auto rounded-md border border-line bg-panel text-base text-ink shadow-raise outline-none",
            className,
          )}
        >
          {children}
        </Content>
      </Portal>
    </Root>
  );
}
