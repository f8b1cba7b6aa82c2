"use client";
import { Button } from "#components/ui/button.tsx";
import { ErrorState } from "#components/ui/error-state.tsx";

export default function AttachmentsError({ error, reset }: { error: Error; reset: () => void }) {
  return (
    <ErrorState
      title="The attachments could not be shown"
      error={error}
      action={<Button onClick={reset}>Try again</Button>}
    />
  );
}
