"use client";
import { CircleCheck, CircleX, Info, TriangleAlert } from "lucide-react";
import { useEffect } from "react";
import { Toaster as Sonner } from "sonner";

/** Where toasts appear; read aloud politely. */
export function ToasterView({ onReady }: { onReady: () => void }) {
  useEffect(onReady, [onReady]);
  return (
    <Sonner
      // Its own style sheet names another font.
      style={{ fontFamily: "inherit" }}
      position="bottom-right"
      gap={8}
      offset={16}
      visibleToasts={4}
      duration={6000}
      icons={{
        success: <CircleCheck className="size-4 text-ok" aria-hidden="true" />,
        error: <CircleX className="size-4 text-bad" aria-hidden="true" />,
        warning: <TriangleAlert className="size-4 text-warn" aria-hidden="true" />,
        info: <Info className="size-4 text-info" aria-hidden="true" />,
      }}
      toastOptions={{
        unstyled: true,
        classNames: {
          toast:
            "flex w-(--width) items-start gap-2 rounded-md border border-line bg-panel px-3 py-2.5 text-base text-ink shadow-raise [&_[data-icon]]:mt-0.5",
          content: "min-w-0 flex-1",
          title: "font-medium",
          description: "text-muted",
          actionButton:
            "ml-2 h-7 shrink-0 rounded-md border border-line-strong bg-panel px-2 font-medium hover:bg-hover",
          cancelButton: "ml-2 h-7 shrink-0 rounded-md px-2 text-muted hover:bg-hover",
        },
      }}
    />
  );
}
