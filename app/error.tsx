"use client";

/**
 * What not even the shell caught. It is a part of every page, so it brings nothing along; its own words stay on the server.
 */
export default function ErrorPage({ error, retry }: { error: Error & { digest?: string }; retry: () => void }) {
  return (
    <main role="alert" className="flex flex-col items-center gap-3 px-6 pt-[12vh] text-center">
      <h1 className="font-semibold">The console could not be loaded</h1>
      <p className="max-w-lg text-muted">
        Usually the control plane does not answer. Check that it runs and try again.
      </p>
      <button
        type="button"
        onClick={retry}
        className="h-8 rounded-md border border-line-strong px-3 transition-colors hover:bg-hover"
      >
        Try again
      </button>
      {error.digest && <p className="font-mono text-caption text-faint">{error.digest}</p>}
    </main>
  );
}
