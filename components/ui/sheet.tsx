"use client";
import { Content, Overlay, Portal, Root, Title } from "radix-ui/dialog";
import type { ReactNode } from "react";
import { cn } from "./cn.ts";
import { useReturnFocus } from "./use-return-focus.ts";

type SheetProps = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  /** For a screen reader; not shown. */
  title: string;
  side?: "left" | "bottom";
  className?: string;
  children: ReactNode;
};

/** A panel from the edge of the screen, over the page. */
export function Sheet({ open, onOpenChange, title, side = "left", className, children }: SheetProps) {
  const returnFocus = useReturnFocus(open);
  return (
    <Root open={open} onOpenChange={onOpenChange}>
      <Portal>
        <Overlay className="fixed inset-0 z-40 animate-fade bg-overlay" />
        <Content
          aria-describedby={undefined}
          onCloseAutoFocus={returnFocus}
          className={cn(
            "fixed z-50 flex flex-col bg-panel shadow-raise outline-none",
            side === "left"
              ? "inset-y-0 left-0 w-64 animate-slide-in border-r"
              : "inset-x-0 bottom-0 max-h-[85dvh] animate-rise-in border-t",
            className,
          )}
        >
          <Title className="sr-only">{title}</Title>
          {children}
        </Content>
      </Portal>
    </Root>
  );
}
