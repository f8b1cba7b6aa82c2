"use client";
import { Check } from "lucide-react";
import { cn } from "./cn.ts";
import { useCopy } from "./use-copy.ts";

/** An id, a path or a command that copies itself when pressed. `children` is the short form shown. */
export function CopyText({ text, children, className }: { text: string; children?: string; className?: string }) {
  const { copied, copy } = useCopy(text);
  return (
    <button
      type="button"
      title={copied ? "Copied" : `Copy ${text}`}
      aria-label={children === undefined ? `Copy ${text}` : `${children}: copy ${text}`}
      onClick={copy}
      className={cn(
        "inline-flex max-w-full items-center gap-1 rounded-sm px-1 font-mono text-caption text-faint transition-colors hover:bg-hover hover:text-ink",
        className,
      )}
    >
      <span className="truncate">{children ?? text}</span>
      {copied && <Check className="size-3 shrink-0 text-ok" aria-hidden="true" />}
      <span className="sr-only" aria-live="polite">
        {copied ? "Copied" : ""}
      </span>
    </button>
  );
}
