import { CircleX } from "lucide-react";
import type { ReactNode } from "react";
import { failureOf } from "#lib/actions/failure.ts";
import { cn } from "./cn.ts";
import { RequestId } from "./request-id.tsx";

type ErrorStateProps = {
  /** What could not be done: `The volumes could not be loaded`. */
  title: string;
  error: unknown;
  /** `h1` where nothing else on the page is one. */
  heading?: "h1" | "h2";
  /** Usually a button that tries again. */
  action?: ReactNode;
  className?: string;
};

/** Of what failed on the server, the browser is told only this: the id of the request, or what the log has the error under. */
const digestOf = (error: unknown): string | null =>
  error instanceof Error && "digest" in error && typeof error.digest === "string" ? error.digest : null;

/** What happened, what to do now, and the facts for a report. */
export function ErrorState({ title, error, heading: Heading = "h2", action, className }: ErrorStateProps) {
  const failure = failureOf(error);
  return (
    <div role="alert" className={cn("flex flex-col items-center gap-3 px-6 py-16 text-center", className)}>
      <CircleX className="size-6 text-bad" aria-hidden="true" />
      <div className="flex max-w-lg flex-col gap-1">
        <Heading className="font-semibold">{title}</Heading>
        <p className="text-muted">
          {failure.message} {failure.suggestedAction}
        </p>
      </div>
      {action}
      <RequestId code={failure.code} requestId={failure.requestId ?? digestOf(error)} />
    </div>
  );
}
