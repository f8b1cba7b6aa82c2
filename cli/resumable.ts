import { ApiError } from "#lib/api/api-error.ts";
import type { UploadId } from "#lib/api/ids.ts";
import { InterruptedUpload } from "./interrupted-upload.ts";
import { note } from "./output.ts";

/** Before the line to go on with. */
export const HOW = "Go on where it was with: ";

/** What a shell reads as this one word. */
const quote = (text: string): string => (/^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`);

/** Sent again, the same would be refused again. */
const IN_VAIN: ReadonlySet<unknown> = new Set([
  "whole_checksum_mismatch",
  "upload_expired",
  "upload_aborted",
  "upload_already_completed",
]);

const isInVain = (error: unknown): boolean =>
  error instanceof ApiError &&
  (["upload_not_found", "invalid_request"].includes(error.code) || IN_VAIN.has(error.details.reason));

/**
 * Does what sends by a resumable session. When it is interrupted, it says how to go on with it.
 * @param words the command, without `--resume`
 * @param send called with what is to be told the id, as soon as there is something to go on with
 * @throws InterruptedUpload when it breaks off and can be gone on with, else what `send` throws
 */
export async function resumable(
  words: readonly string[],
  send: (onBegun: (id: UploadId) => void) => Promise<unknown>,
): Promise<void> {
  let begun: UploadId | null = null;
  const commandOf = (id: UploadId) => [...words, "--resume", id].map(quote).join(" ");
  const interrupted = () => {
    if (begun !== null) note(`\n${HOW}${commandOf(begun)}`);
    process.exit(130);
  };
  process.once("SIGINT", interrupted);
  try {
    await send((id) => {
      begun = id;
    });
  } catch (error) {
    if (begun === null || isInVain(error)) throw error;
    throw new InterruptedUpload(begun, commandOf(begun), error);
  } finally {
    process.removeListener("SIGINT", interrupted);
  }
}
