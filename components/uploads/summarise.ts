import { isSettled, type Upload, type UploadState } from "./upload.ts";

/** How a run ended. */
export type End = "done" | "partly" | "failed" | "cancelled";

export type Summary = {
  total: number;
  settled: number;
  counts: Readonly<Record<UploadState, number>>;
  /** Bytes of what is wanted, of it what went out, and what must still go. */
  bytes: number;
  sentBytes: number;
  leftBytes: number;
  percent: number;
  /** Null while something is still to happen. */
  end: End | null;
};

/** Each file weighs this much beside its bytes, so that empty ones move the bar too. */
const FILE_WEIGHT = 4096;

/** What is not going to be there: its bytes are no part of the whole. */
const GIVEN_UP: ReadonlySet<UploadState> = new Set(["skipped", "cancelled"]);

function endOf({ done, failed, cancelled }: Readonly<Record<UploadState, number>>): End {
  if (failed === 0 && cancelled === 0) return "done";
  if (done > 0) return "partly";
  return failed > 0 ? "failed" : "cancelled";
}

/** Everything the tray says about all uploads together. */
export function summarise(list: readonly Upload[]): Summary {
  const counts: Record<UploadState, number> = {
    held: 0,
    queued: 0,
    granting: 0,
    conflict: 0,
    ready: 0,
    uploading: 0,
    waiting: 0,
    paused: 0,
    done: 0,
    failed: 0,
    skipped: 0,
    cancelled: 0,
  };
  let settled = 0;
  let bytes = 0;
  let sentBytes = 0;
  let leftBytes = 0;
  let weight = 0;
  let reached = 0;
  for (const upload of list) {
    counts[upload.standing.state]++;
    weight += upload.size + FILE_WEIGHT;
    if (isSettled(upload)) {
      settled++;
      reached += upload.size + FILE_WEIGHT;
    } else {
      reached += upload.reached;
      leftBytes += upload.size - upload.sent;
    }
    if (GIVEN_UP.has(upload.standing.state)) continue;
    bytes += upload.size;
    sentBytes += upload.reached;
  }
  const total = list.length;
  return {
    total,
    settled,
    counts,
    bytes,
    sentBytes,
    leftBytes,
    percent: weight === 0 ? 0 : Math.floor((reached / weight) * 100),
    end: total > 0 && settled === total ? endOf(counts) : null,
  };
}
