import type { ReactNode } from "react";
import { Button } from "#components/ui/button.tsx";
import { ErrorState } from "#components/ui/error-state.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import { ScrollRegion } from "./scroll-region.tsx";

/** Where a picture, a player or a page stands, and a line of facts below it. */
export function PreviewFrame({
  facts,
  className,
  children,
}: {
  facts?: ReactNode;
  className?: string;
  children: ReactNode;
}) {
  return (
    <div className="flex min-h-0 flex-1 flex-col bg-canvas">
      <ScrollRegion aria-label="Preview" className={className}>
        {children}
      </ScrollRegion>
      {facts && (
        <div className="flex h-7 shrink-0 items-center gap-3 border-t px-3 text-caption text-faint">{facts}</div>
      )}
    </div>
  );
}

export function PreviewLoading() {
  return (
    <div aria-busy="true" className="flex min-h-0 flex-1 items-center justify-center bg-canvas p-6">
      <span className="sr-only">Loading the preview</span>
      <Skeleton className="h-40 w-60 max-w-full" />
    </div>
  );
}

export function PreviewFailed({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  return (
    <ErrorState
      title="The file could not be read"
      error={error}
      action={<Button onClick={onRetry}>Try again</Button>}
      className="min-h-0 flex-1 overflow-auto bg-canvas"
    />
  );
}
