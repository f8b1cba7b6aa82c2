"use client";
import { Button } from "#components/ui/button.tsx";
import { ErrorState } from "#components/ui/error-state.tsx";

export default function FilesError({ error, retry }: { error: Error; retry: () => void }) {
  return (
    <ErrorState
      title="The files could not be shown"
      error={error}
      action={<Button onClick={retry}>Try again</Button>}
    />
  );
}
