import { CircleX, Info, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { failureOf } from "#lib/actions/failure.ts";
import { cn } from "./cn.ts";
import { RequestId } from "./request-id.tsx";

const tones = {
  info: { box: "border-info/40 bg-info-soft", sign: <Info className="text-info" aria-hidden="true" /> },
  warn: { box: "border-warn/40 bg-warn-soft", sign: <TriangleAlert className="text-warn" aria-hidden="true" /> },
  bad: { box: "border-bad/40 bg-bad-soft", sign: <CircleX className="text-bad" aria-hidden="true" /> },
};

type NoticeProps = { tone?: keyof typeof tones; action?: ReactNode; className?: string; children: ReactNode };

/** A line or two within a page or a form that should not be missed. */
export function Notice({ tone = "info", action, className, children }: NoticeProps) {
  return (
    <div
      role={tone === "bad" ? "alert" : "status"}
      className={cn(
        "flex items-start gap-2 rounded-md border px-3 py-2 text-ink [&>svg]:mt-0.5 [&>svg]:size-4 [&>svg]:shrink-0",
        tones[tone].box,
        className,
      )}
    >
      {tones[tone].sign}
      <div className="min-w-0 flex-1">{children}</div>
      {action}
    </div>
  );
}

/** A refusal inside a form or a dialog. Renders nothing without one. */
export function Refusal({ error }: { error: unknown }) {
  if (error === null || error === undefined) return null;
  const failure = failureOf(error);
  return (
    <Notice tone="bad">
      {failure.message} {failure.suggestedAction}
      {failure.requestId && <RequestId code={failure.code} requestId={failure.requestId} />}
    </Notice>
  );
}
