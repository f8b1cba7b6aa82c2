import { ApiError } from "../api-error.ts";
import type { UploadId } from "../ids.ts";
import type { VolumePath } from "../paths.ts";
import type { SandboxUploadSession } from "../sandbox-uploads.ts";
import type { UploadConflict, UploadSession } from "../uploads.ts";
import { completeByGrant } from "./complete-by-grant.ts";
import { sendByGrant } from "./send-by-grant.ts";
import { type OpenedSession, type Published, type Source, sendSession } from "./send-session.ts";
import type { uploads } from "./uploads.ts";

type Uploads<Id extends string> = ReturnType<typeof uploads<Id, UploadSession | SandboxUploadSession>>;

export type UploadBySession = {
  /** `directory_tar`: the bytes are a tar, and become a directory. */
  kind: "file" | "directory_tar";
  target: VolumePath;
  conflict: UploadConflict;
  /** Go on with this one. */
  resume?: UploadId | undefined;
  /** What the bytes are known by, where they are too many to be hashed as a whole. */
  fingerprint?: string | undefined;
  /** Parts at once; the server's own limit holds too. */
  concurrency?: number | undefined;
  signal?: AbortSignal | undefined;
  /** Told as soon as there is something to go on with. */
  onBegun?: ((id: UploadId) => void) | undefined;
  /** In bytes. Those of an earlier attempt count as sent from the beginning. */
  onProgress?: ((sent: number, total: number) => void) | undefined;
  fetch?: typeof fetch | undefined;
};

const another = (id: UploadId, what: string) =>
  new ApiError("invalid_request", `${id} is of another file: ${what}`, {
    suggestedAction: "Send this one without going on with that one.",
  });

/** Relative paths are resolved by the control plane, which answers absolute ones. */
const isOther = (target: string, asked: string): boolean => asked.startsWith("/") && target !== asked;

/** The fingerprint that an unfinished upload was begun with. */
async function fingerprintAt<Id extends string>(calls: Uploads<Id>, id: Id, upload: UploadId): Promise<unknown> {
  for (let before: UploadId | undefined; ; ) {
    const page = await calls.list(id, { limit: 100, ...(before !== undefined && { before }) });
    const found = page.uploads.find((one) => one.upload_id === upload);
    if (found !== undefined || page.next_cursor === null) return found?.metadata.fingerprint;
    before = page.next_cursor;
  }
}

/**
 * Sends bytes in parts, four at a time, and publishes them whole. What arrived stays for a day when it breaks off: with
 * `resume` only what is missing is sent.
 * @returns what was published; null when the upload that is gone on with had ended well before
 * @throws ApiError as the server refuses it, invalid_request when `resume` is of other bytes
 */
export async function uploadBySession<Id extends string>(
  calls: Uploads<Id>,
  id: Id,
  source: Source,
  options: UploadBySession,
): Promise<Published | null> {
  const { kind, target, resume, fingerprint, onBegun, onProgress, fetch } = options;
  const given = options.signal === undefined ? {} : { signal: options.signal };

  async function create(): Promise<UploadId> {
    const input = {
      kind,
      source_kind: kind === "file" ? ("restartable_file" as const) : ("directory_archive" as const),
      target_path: target,
      content_length: source.size,
      conflict: options.conflict,
      ...(kind === "directory_tar" && { archive_format: "tar" as const }),
      checksum_algorithm: "sha256" as const,
      metadata: fingerprint === undefined ? {} : { fingerprint },
    };
    // Asked again after a lost answer, the same session is answered.
    const headers = { "idempotency-key": crypto.randomUUID() };
    return (await calls.create(id, input, { ...given, headers })).session.upload_id;
  }

  async function open(upload: UploadId | null): Promise<OpenedSession> {
    const wanted = upload ?? (await create());
    const session = await calls.get(id, wanted, given);
    if (session.kind !== kind || session.content_length !== source.size || isOther(session.target_path, target))
      throw another(
        wanted,
        `of ${session.content_length} bytes for ${session.target_path}; this is of ${source.size} for ${target}.`,
      );
    if (session.status === "completed") return { state: "completed" };
    return { state: "open", grant: await calls.partGrant(id, wanted, given) };
  }

  // Parts that came from another state of the file must not be joined with those of this one.
  if (resume !== undefined && fingerprint !== undefined && (await fingerprintAt(calls, id, resume)) !== fingerprint)
    throw another(resume, "of other contents, or of a file that was changed since.");
  const conditions = (async () => {
    const hash = resume === undefined ? null : await source.sha256(0, source.size);
    return hash === null ? {} : { whole_checksum_sha256: hash };
  })();
  conditions.catch(() => {});

  return sendSession(
    {
      open,
      sendPart: (grant, bytes, { onBytes, ...part }) =>
        sendByGrant(grant, bytes, { ...part, fetch, onBytes: onProgress && onBytes }),
      complete: (url, input, signal) => completeByGrant(url, input, signal, fetch),
      isOnline: () => true,
    },
    source,
    {
      uploadId: resume ?? null,
      conditions,
      signal: options.signal ?? new AbortController().signal,
      concurrency: options.concurrency,
      onOpen(upload, staged) {
        onBegun?.(upload);
        onProgress?.(staged, source.size);
      },
      onProgress: (sent) => onProgress?.(sent, source.size),
    },
  );
}
