import { fetchGrant } from "#components/editor/file-transport.ts";
import { formatBytes } from "#components/ui/format-bytes.ts";
import { withToast } from "#components/ui/toast.ts";
import { perform } from "#components/ui/use-act.ts";
import { copyGrantAction } from "#lib/actions/transfers.ts";
import { ApiError } from "#lib/api/api-error.ts";
import { isErrorCode } from "#lib/api/error-codes.ts";
import type { BulkResult, CopyFilesInput, CopyLine, CopyProgress } from "#lib/api/files.ts";
import type { VolumeId } from "#lib/api/ids.ts";
import { timeLeft } from "../model/time-left.ts";

/** Milliseconds after which a copy says how far it is; most are done before. */
const SHOW_AFTER = 500;

/** The values of a stream with one JSON value a line. The control plane makes them by its schema. */
async function* linesOf(body: ReadableStream<Uint8Array<ArrayBuffer>>): AsyncGenerator<CopyLine> {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
    const lines = `${rest}${piece.value}`.split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) yield JSON.parse(line) as CopyLine;
  }
}

const cancelled = () =>
  new ApiError("timeout", "You cancelled it. What was copied whole stays, and nothing is half there.");

/** Shows how far a copy is, once it takes long enough to be asked about. */
function createProgressToast(title: string, cancel: () => void) {
  const start = performance.now();
  const id = `copy-${start}`;
  return {
    show: ({ done_bytes, total_bytes }: CopyProgress) => {
      const elapsed = performance.now() - start;
      if (elapsed < SHOW_AFTER) return;
      const left = timeLeft(done_bytes, total_bytes, elapsed, formatBytes);
      withToast((toast) =>
        toast.loading(title, {
          id,
          duration: Number.POSITIVE_INFINITY,
          description: `${formatBytes(done_bytes)} of ${formatBytes(total_bytes)} · ${left}`,
          action: { label: "Cancel", onClick: cancel },
        }),
      );
    },
    close: () => withToast((toast) => toast.dismiss(id)),
  };
}

/**
 * Copies straight through the control plane, so that no other act waits for it: it tells in bytes how far it is, can be
 * cancelled, and ends with the page.
 * @param title what is being done, as in `Copying 3 items`
 * @throws ApiError also when it was cancelled
 */
export async function copyByGrant(volumeId: VolumeId, input: CopyFilesInput, title: string): Promise<BulkResult> {
  const grant = await perform(copyGrantAction, { volumeId, ...input });
  const stop = new AbortController();
  const progress = createProgressToast(title, () => stop.abort());
  try {
    const { body } = await fetchGrant(grant, { signal: stop.signal });
    if (body !== null)
      for await (const line of linesOf(body)) {
        if ("progress" in line) progress.show(line.progress);
        else if ("result" in line) return line.result;
        else {
          const { code, error, request_id, suggested_action } = line.refused;
          throw new ApiError(isErrorCode(code) ? code : "internal_error", error, {
            requestId: request_id,
            ...(suggested_action === null ? {} : { suggestedAction: suggested_action }),
          });
        }
      }
    throw new ApiError("volume_backend_unavailable", "The connection ended before the copy did.", {
      suggestedAction: "Look what is there, and copy the rest again.",
    });
  } catch (error) {
    throw stop.signal.aborted ? cancelled() : error;
  } finally {
    progress.close();
  }
}
