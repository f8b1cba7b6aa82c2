import { sendByGrant } from "#lib/api/client/send-by-grant.ts";
import type { Grant, PublishedFile } from "#lib/api/transfers.ts";

/**
 * How bytes get to the control plane. It resolves when the file is published, rejects with `ApiError` when it is refused
 * or the network is lost (`volume_backend_unavailable`), and with the signal's reason when it is aborted.
 */
export type SendFile = (
  what: {
    grant: Grant;
    body: Blob;
    /** Conditions: `if-match` or `if-none-match`. */
    headers: Record<string, string>;
  },
  /** `sent` in bytes. */
  options: { signal: AbortSignal; onProgress?: (sent: number) => void },
) => Promise<PublishedFile>;

/** Sends a whole file by one PUT. */
export const sendFile: SendFile = ({ grant, body, headers }, { signal, onProgress }) =>
  sendByGrant<PublishedFile>(grant, body, { headers, signal, onBytes: onProgress });
