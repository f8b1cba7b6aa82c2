"use client";
import { Button } from "#components/ui/button.tsx";
import { ErrorState } from "#components/ui/error-state.tsx";

export default function SandboxesError({ error, reset }: { error: Error; reset: () => void }) {
  return (
    <ErrorState
      title="The sandboxes could not be shown"
      error={error}
      action={<Button onClick={reset}>Try again</Button>}
    />
  );
}
