import { CircleX } from "lucide-react";
import type { ReactNode } from "react";
import { failureOf } from "#lib/actions/failure.ts";
import { cn } from "./cn.ts";
import { RequestId } from "./request-id.tsx";

type ErrorStateProps = {
  /** What could not be done: `The volumes could not be loaded`. */
  title: string;
  error: unknown;
  /** Usually a button that tries again. */
  action?: ReactNode;
  className?: string;
};

/** What happened, what to do now, and the facts for a report. */
export function ErrorState({ title, error, action, className }: ErrorStateProps) {
  const failure = failureOf(error);
  return (
    <div role="alert" className={cn("flex flex-col items-center gap-3 px-6 py-16 text-center", className)}>
      <CircleX className="size-6 text-bad" aria-hidden="true" />
      <div className="flex max-w-lg flex-col gap-1">
        <h2 className="font-semibold">{title}</h2>
        <p className="text-muted">
          {failure.message} {failure.suggestedAction}
        </p>
      </div>
      {action}
      <RequestId code={failure.code} requestId={failure.requestId} />
    </div>
  );
}
