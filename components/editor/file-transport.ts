import { perform } from "#components/ui/use-act.ts";
import { downloadGrantAction, uploadGrantsAction } from "#lib/actions/transfers.ts";
import { ApiError } from "#lib/api/api-error.ts";
import { filesOf } from "#lib/api/client/files-of.ts";
import { refusal } from "#lib/api/client/request.ts";
import type { FileRoot } from "#lib/api/file-root.ts";
import { MAX_EDITABLE_BYTES } from "#lib/api/limits.ts";
import type { VolumePath } from "#lib/api/paths.ts";
import type { Grant, PublishedFile } from "#lib/api/transfers.ts";
import { browserApi } from "#lib/queries/browser-api.ts";
import { looksBinary } from "./decode-text.ts";

/** Bytes of a file that cannot be edited which are read to show its beginning. */
const HEAD_BYTES = 1024 * 1024;

export type FileRead =
  | { readonly kind: "missing" }
  | { readonly kind: "whole"; readonly bytes: Uint8Array; readonly etag: string }
  /** Binary, or larger than the editor takes. */
  | { readonly kind: "head"; readonly bytes: Uint8Array; readonly size: number; readonly etag: string };

export type WriteCondition = { if_match: string } | { if_none_match: "*" };

/** How a document reaches its file. Every call throws ApiError; one that got no answer is `volume_backend_unavailable`. */
export type FileTransport = {
  read: (root: FileRoot, path: VolumePath) => Promise<FileRead>;
  /** @throws ApiError precondition_failed when the file is not as `condition` says */
  write: (
    root: FileRoot,
    path: VolumePath,
    bytes: Uint8Array<ArrayBuffer>,
    condition: WriteCondition,
  ) => Promise<{ etag: string }>;
  /** The version on the disk now; null when nothing is there. */
  version: (root: FileRoot, path: VolumePath) => Promise<string | null>;
};

const isMissing = (error: unknown) => error instanceof ApiError && error.code === "file_not_found";

/** Sends a signed request straight to the control plane. */
export async function fetchGrant(grant: Grant, init: RequestInit = {}): Promise<Response> {
  const headers = new Headers({ ...grant.headers });
  new Headers(init.headers).forEach((value, name) => {
    headers.set(name, value);
  });
  const response = await fetch(grant.url, {
    ...init,
    method: grant.method,
    headers,
    cache: "no-store",
    credentials: "omit",
  }).catch((cause: unknown) => {
    if (init.signal?.aborted) throw cause;
    throw new ApiError("volume_backend_unavailable", "The control plane cannot be reached.", {
      suggestedAction: "Check that it runs and try again.",
      cause,
    });
  });
  if (!response.ok) throw await refusal(response);
  return response;
}

async function read(root: FileRoot, path: VolumePath): Promise<FileRead> {
  try {
    return await readBody(await fetchGrant(await perform(downloadGrantAction, { root, path, purpose: "preview" })));
  } catch (error) {
    if (isMissing(error)) return { kind: "missing" };
    throw error;
  }
}

/** Reads a whole file, or stops early when its size or its first bytes say that it cannot be edited. */
async function readBody(response: Response): Promise<FileRead> {
  const etag = response.headers.get("etag");
  const length = response.headers.get("content-length");
  if (etag === null || length === null)
    throw new ApiError("internal_error", "The control plane answered without the file's version or size.");
  const size = Number(length);
  const bytes = new Uint8Array(Math.min(size, size > MAX_EDITABLE_BYTES ? HEAD_BYTES : MAX_EDITABLE_BYTES));
  const reader = response.body?.getReader();
  let at = 0;
  let wanted = bytes.length;
  while (reader && at < wanted) {
    const { done, value } = await reader.read();
    if (done) break;
    if (at === 0 && looksBinary(value)) wanted = Math.min(wanted, HEAD_BYTES);
    const piece = value.subarray(0, wanted - at);
    bytes.set(piece, at);
    at += piece.length;
  }
  await reader?.cancel();
  if (at < wanted) throw new ApiError("volume_backend_unavailable", "The connection ended in the middle of the file.");
  return wanted < size ? { kind: "head", bytes: bytes.subarray(0, at), size, etag } : { kind: "whole", bytes, etag };
}

async function write(
  root: FileRoot,
  path: VolumePath,
  bytes: Uint8Array<ArrayBuffer>,
  condition: WriteCondition,
): Promise<{ etag: string }> {
  const file = { path, content_length: bytes.length, ...condition };
  const { grants } = await perform(uploadGrantsAction, { root, files: [file] });
  const grant = grants[0];
  if (!grant) throw new ApiError("internal_error", "The control plane gave no grant for the file.");
  const headers: HeadersInit = "if_match" in condition ? { "if-match": condition.if_match } : { "if-none-match": "*" };
  const response = await fetchGrant(grant, { body: bytes, headers });
  // The server checked its answer against this schema; zod stays out of the browser.
  return (await response.json()) as PublishedFile;
}

async function version(root: FileRoot, path: VolumePath): Promise<string | null> {
  try {
    return (await filesOf(browserApi, root).info(path)).etag ?? null;
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}

export const byGrant: FileTransport = { read, write, version };
