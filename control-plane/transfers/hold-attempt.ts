import { ApiError } from "#lib/api/api-error.ts";

// In this process only, as a courtesy that refuses early. That a grant publishes once is kept by `spent_grants`, in the
// transaction that publishes, so two replicas that receive the same grant still end with one file and one answer.
const underway = new Set<string>();

/**
 * Runs one attempt of an upload grant.
 * @throws ApiError upload_conflict while another one runs
 */
export async function asOnlyAttempt<T>(grantId: string, act: () => Promise<T>): Promise<T> {
  if (underway.has(grantId))
    throw new ApiError("upload_conflict", "Another upload with this grant is under way.", {
      suggestedAction: "Wait until it ends, then send the request again.",
      retryAfter: 1,
    });
  underway.add(grantId);
  try {
    return await act();
  } finally {
    underway.delete(grantId);
  }
}
