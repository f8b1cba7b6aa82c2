"use client";
import { Button } from "#components/ui/button.tsx";
import { ErrorState } from "#components/ui/error-state.tsx";

/** What no page caught: usually the control plane does not answer. Its own words stay on the server. */
export default function ErrorPage({ error, retry }: { error: Error & { digest?: string }; retry: () => void }) {
  return (
    <div className="pt-[12vh]">
      <title>Not loaded · Nullspace</title>
      <ErrorState
        heading="h1"
        title="This page could not be loaded"
        error={error}
        action={<Button onClick={retry}>Try again</Button>}
      />
    </div>
  );
}
