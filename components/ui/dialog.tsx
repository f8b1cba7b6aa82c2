"use client";
import { X } from "lucide-react";
import { Close, Content, Description, Overlay, Portal, Root, Title } from "radix-ui/dialog";
import type { ReactNode } from "react";
import { cn } from "./cn.ts";
import { IconButton } from "./icon-button.tsx";
import { useReturnFocus } from "./use-return-focus.ts";

type DialogProps = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: ReactNode;
  description?: ReactNode;
  /** The buttons, the main one last. */
  footer?: ReactNode;
  className?: string;
  /** `false`: only its own buttons close it. */
  dismissable?: boolean;
  /** Runs before focus goes back to where it was; `preventDefault` keeps it. */
  onCloseAutoFocus?: (event: Event) => void;
  children?: ReactNode;
};

/** A modal dialog; a sheet from below on a phone. Esc and a press outside close it, focus returns where it came from. */
export function Dialog({
  open,
  onOpenChange,
  title,
  description,
  footer,
  className,
  dismissable = true,
  onCloseAutoFocus,
  children,
}: DialogProps) {
  const returnFocus = useReturnFocus(open);
  return (
    <Root open={open} onOpenChange={dismissable ? onOpenChange : undefined}>
      <Portal>
        <Overlay className="fixed inset-0 z-40 animate-fade bg-overlay" />
        <Content
          onCloseAutoFocus={(event) => {
            onCloseAutoFocus?.(event);
            returnFocus(event);
          }}
          {...(description ? {} : { "aria-describedby": undefined })}
          className={cn(
            "fixed z-50 flex max-h-[min(720px,calc(100dvh-32px))] flex-col border border-line bg-panel shadow-raise outline-none",
            "inset-x-0 bottom-0 rounded-t-md max-sm:animate-rise-in",
            "sm:inset-auto sm:top-[12vh] sm:left-1/2 sm:w-[calc(100vw-32px)] sm:max-w-md sm:-translate-x-1/2 sm:animate-fade sm:rounded-md",
            className,
          )}
        >
          <header className="flex items-start gap-2 px-4 pt-3 pb-2">
            <div className="min-w-0 flex-1">
              <Title className="text-title font-semibold">{title}</Title>
              {description && <Description className="text-muted">{description}</Description>}
            </div>
            {dismissable && (
              <Close asChild>
                <IconButton label="Close" tooltip={false} className="-mr-1.5">
                  <X aria-hidden="true" />
                </IconButton>
              </Close>
            )}
          </header>
          <div className="min-h-0 flex-1 overflow-y-auto px-4 pt-1 pb-4">{children}</div>
          {footer && <footer className="flex justify-end gap-2 border-t px-4 py-3">{footer}</footer>}
        </Content>
      </Portal>
    </Root>
  );
}
