"use client";
import { Button } from "#components/ui/button.tsx";
import { ErrorState } from "#components/ui/error-state.tsx";

export default function SandboxesError({ error, retry }: { error: Error; retry: () => void }) {
  return (
    <ErrorState
      heading="h1"
      title="The sandboxes could not be shown"
      error={error}
      action={<Button onClick={retry}>Try again</Button>}
    />
  );
}
