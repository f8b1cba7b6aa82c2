"use client";
import { Check, Copy } from "lucide-react";
import { IconButton } from "./icon-button.tsx";
import { useCopy } from "./use-copy.ts";

/** Copies `text` and says so for a moment. */
export function CopyButton({ text, label = "Copy", className }: { text: string; label?: string; className?: string }) {
  const { copied, copy } = useCopy(text);
  return (
    <>
      <IconButton label={copied ? "Copied" : label} className={className} onClick={copy}>
        {copied ? <Check className="text-ok" aria-hidden="true" /> : <Copy aria-hidden="true" />}
      </IconButton>
      <span className="sr-only" aria-live="polite">
        {copied ? "Copied" : ""}
      </span>
    </>
  );
}
