"use client";
import { Content, Portal, Provider, Root, Trigger } from "radix-ui/tooltip";
import type { ReactNode } from "react";

/** Around the whole page, so that moving from one tooltip to the next does not wait again. */
export function TooltipProvider({ children }: { children: ReactNode }) {
  return (
    <Provider delayDuration={400} skipDelayDuration={200}>
      {children}
    </Provider>
  );
}

type TooltipProps = {
  text: ReactNode;
  /** Keys that do the same, shown behind the text. */
  keys?: ReactNode;
  side?: "top" | "right" | "bottom" | "left";
  /** One element that takes a ref and can have focus. */
  children: ReactNode;
};

export function Tooltip({ text, keys, side = "top", children }: TooltipProps) {
  return (
    <Root>
      <Trigger asChild>{children}</Trigger>
      <Portal>
        <Content
          side={side}
          sideOffset={6}
          collisionPadding={8}
          className="z-50 flex max-w-72 animate-fade items-center gap-2 rounded-md border border-line bg-panel px-2 py-1 text-caption text-ink shadow-raise"
        >
          {text}
          {keys}
        </Content>
      </Portal>
    </Root>
  );
}
