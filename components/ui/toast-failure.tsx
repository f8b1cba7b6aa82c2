import { failureOf, isSignedOut } from "#lib/actions/failure.ts";
import { RequestId } from "./request-id.tsx";
import { loadToast } from "./toast.ts";

const signInAgain = () => {
  const here = `${window.location.pathname}${window.location.search}`;
  window.location.assign(`/sign-in?next=${encodeURIComponent(here)}`);
};

/** A toast with what failed, why, what to do, and the request id. The end of the session is told once, and stays. */
export async function toastFailure(title: string, error: unknown): Promise<void> {
  const toast = await loadToast();
  const failure = failureOf(error);
  if (isSignedOut(failure)) {
    toast.warning("You are signed out", {
      id: "signed-out",
      description: "Your session ended. Nothing you typed here is lost until you leave the page.",
      duration: Number.POSITIVE_INFINITY,
      action: { label: "Sign in", onClick: signInAgain },
    });
    return;
  }
  toast.error(title, {
    description: (
      <>
        {failure.message} {failure.suggestedAction}
        {failure.requestId && <RequestId code={failure.code} requestId={failure.requestId} />}
      </>
    ),
    duration: 10_000,
  });
}
