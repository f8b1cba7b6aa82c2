import { ApiError } from "../api-error.ts";
import type { CompletedUpload, CompleteUploadInput } from "../uploads.ts";
import { refusal } from "./request.ts";

/**
 * Publishes an upload whose parts are all there, by the grant of its parts: checking a large file takes long, and the actions
 * of a page wait for each other.
 * @param url the `completion_url` of the grant
 * @throws ApiError as the server refuses it, volume_backend_unavailable when the connection is lost; asked again, the answer
 *   is the same
 */
export async function completeByGrant(
  url: string,
  input: CompleteUploadInput,
  signal: AbortSignal,
  fetch = globalThis.fetch,
): Promise<CompletedUpload> {
  const headers = { "content-type": "application/json" };
  const response = await fetch(url, { method: "POST", headers, body: JSON.stringify(input), signal }).catch(
    (cause: unknown) => {
      signal.throwIfAborted();
      throw new ApiError("volume_backend_unavailable", "The connection to the control plane was lost.", { cause });
    },
  );
  if (!response.ok) throw await refusal(response);
  // The control plane checked what it answers against the schema of this type.
  return (await response.json()) as CompletedUpload;
}
