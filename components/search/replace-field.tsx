"use client";
import { Button } from "#components/ui/button.tsx";
import { cn } from "#components/ui/cn.ts";
import { fieldClass } from "#components/ui/input.tsx";
import { MAX_REPLACEMENT_CHARS } from "#lib/api/limits.ts";

type Props = {
  value: string;
  regex: boolean;
  /** Why there is no preview now. */
  reason: string | null;
  onChange: (value: string) => void;
  onPreview: () => void;
};

/** What is put in place of each match. Nothing changes before a preview. */
export function ReplaceField({ value, regex, reason, onChange, onPreview }: Props) {
  return (
    <div className="flex items-center gap-1.5">
      <input
        type="text"
        aria-label="Replace with"
        placeholder={regex ? "Replace with; $1 and $<name> are groups" : "Replace with"}
        autoComplete="off"
        spellCheck={false}
        maxLength={MAX_REPLACEMENT_CHARS}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== "Enter" || event.nativeEvent.isComposing || reason !== null) return;
          event.preventDefault();
          onPreview();
        }}
        className={cn(fieldClass, "h-8 min-w-0 flex-1 font-mono")}
      />
      <Button reason={reason} onClick={onPreview}>
        Preview
      </Button>
    </div>
  );
}
