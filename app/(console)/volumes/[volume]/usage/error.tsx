"use client";
import { Button } from "#components/ui/button.tsx";
import { ErrorState } from "#components/ui/error-state.tsx";

export default function UsageError({ error, retry }: { error: Error; retry: () => void }) {
  return (
    <ErrorState
      title="The usage could not be shown"
      error={error}
      action={<Button onClick={retry}>Try again</Button>}
    />
  );
}
