"use client";
import { X } from "lucide-react";
import { IconButton } from "#components/ui/icon-button.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { remembered } from "#components/ui/remembered.ts";
import { useRuntime } from "./use-runtime.ts";

/** The words that were put away: others are shown again. */
const readNotice = remembered("nullspace.runtime.notice");

/**
 * Says once, plainly, what this deployment cannot do. Renders nothing where it can do everything. What only an operator can
 * change may be put away; that nothing runs at all may not.
 */
export function RuntimeNotice() {
  const { refusal, shortcomings } = useRuntime();
  const read = readNotice.use();
  const words = shortcomings.join(" ");
  if (words === "") return null;
  if (refusal !== null)
    return (
      <Notice tone="warn" className="mx-4 mb-3">
        {words}
      </Notice>
    );
  if (read === undefined || read === words) return null;
  return (
    <Notice
      className="mx-4 mb-3"
      action={
        <IconButton label="Put away" className="-my-1 -mr-1.5" onClick={() => readNotice.set(words)}>
          <X className="size-4" aria-hidden="true" />
        </IconButton>
      }
    >
      {words}
    </Notice>
  );
}
