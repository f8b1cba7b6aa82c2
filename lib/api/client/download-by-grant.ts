import { ApiError } from "../api-error.ts";
import { pause } from "./pause.ts";
import { refusal } from "./request.ts";
import { retryDelay } from "./retry-delay.ts";

type Options = { fetch: typeof fetch; signal?: AbortSignal | undefined };

const lost = (cause?: unknown) =>
  new ApiError("volume_backend_unavailable", "The connection ended before all of it had arrived.", {
    suggestedAction: "Download it again.",
    cause,
  });
const changed = () =>
  new ApiError("precondition_failed", "The file was changed while it was downloaded.", {
    suggestedAction: "Download it again.",
  });

/** The version by which more of the same bytes can be asked for; null where they may be others the next time. */
function versionOf({ headers }: Response): string | null {
  const etag = headers.get("etag");
  return etag?.startsWith('"') && !headers.has("content-encoding") ? etag : null;
}

function lengthOf({ headers }: Response): number | null {
  const length = headers.get("content-length");
  return length === null || headers.has("content-encoding") ? null : Number(length);
}

/**
 * Fetches a file, or a directory as an archive, by signed URLs. When the line is cut, the body of the answer goes on from
 * there, as long as the file is the same one; an archive is made while it is sent, and fails. A body that ends has its whole
 * length.
 * @param openUrl answers a signed URL of it, a new one each time, since one lives shorter than a download may take
 * @throws ApiError as the control plane refuses it. The body fails with ApiError too: precondition_failed when the file was
 * changed meanwhile, volume_backend_unavailable when the line does not come back
 */
export async function downloadByGrant(openUrl: () => Promise<string>, { fetch, signal }: Options): Promise<Response> {
  const first = await fetch(await openUrl(), { signal: signal ?? null });
  if (!first.ok || first.body === null) throw await refusal(first);
  const etag = versionOf(first);
  const length = lengthOf(first);
  let reader = first.body.getReader();
  let at = 0;
  let attempts = 0;

  const askForRest = async (version: string) => {
    const headers = { range: `bytes=${at}-`, "if-range": version };
    const response = await fetch(await openUrl(), { headers, signal: signal ?? null });
    if (!response.ok) throw await refusal(response);
    const isRest = response.status === 206 && response.headers.get("content-range")?.startsWith(`bytes ${at}-`);
    if (isRest && response.body !== null && versionOf(response) === version) return response.body.getReader();
    await response.body?.cancel();
    throw changed();
  };
  const goOn = async (cause: unknown) => {
    for (let problem = lost(cause); ; ) {
      signal?.throwIfAborted();
      const delay = etag === null ? null : retryDelay(problem, attempts++, Math.random());
      if (etag === null || delay === null) throw problem;
      await pause(delay, signal);
      try {
        return await askForRest(etag);
      } catch (error) {
        problem = error instanceof ApiError ? error : lost(error);
      }
    }
  };
  /** The next bytes, or null at the end. */
  const next = async (): Promise<Uint8Array | null> => {
    for (;;) {
      const read = await reader.read().catch((cause: unknown) => ({ cause }));
      if ("cause" in read) {
        if (at === length) return null;
        reader = await goOn(read.cause);
      } else if (!read.done) {
        at += read.value.byteLength;
        attempts = 0;
        return read.value;
      } else if (length === null || at === length) return null;
      else reader = await goOn(undefined);
    }
  };
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const bytes = await next();
      if (bytes === null) controller.close();
      else controller.enqueue(bytes);
    },
    cancel: (reason) => reader.cancel(reason),
  });
  return new Response(body, { headers: first.headers });
}
