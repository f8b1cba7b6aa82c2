"use client";
import { Button } from "#components/ui/button.tsx";
import { ErrorState } from "#components/ui/error-state.tsx";

export default function UsageError({ error, reset }: { error: Error; reset: () => void }) {
  return (
    <ErrorState
      title="The usage could not be shown"
      error={error}
      action={<Button onClick={reset}>Try again</Button>}
    />
  );
}
