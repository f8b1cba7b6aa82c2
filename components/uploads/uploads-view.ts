import { type Summary, summarise } from "./summarise.ts";
import { nextTimeLeft, type TimeLeft } from "./time-left.ts";
import { NO_UPLOADS, type Uploads } from "./uploads-state.ts";

/** What the tray draws. */
export type UploadsView = {
  uploads: Uploads;
  summary: Summary;
  /** How far it all is, 0 to 100: never less than before, unless the work itself became another. */
  percent: number;
  /** Bytes a second; null while it cannot be told. */
  rate: number | null;
  timeLeft: TimeLeft | null;
};

export const NO_VIEW: UploadsView = {
  uploads: NO_UPLOADS,
  summary: summarise([]),
  percent: 0,
  rate: null,
  timeLeft: null,
};

/** Below this mean size, in bytes, what a file costs beside its bytes decides how long the rest takes. */
const SMALL_FILE = 256 * 1024;

function secondsLeft({ bytePace, filePace }: Uploads, { total, settled, leftBytes }: Summary): number | null {
  const files = total - settled;
  if (files === 0) return null;
  if (leftBytes / files < SMALL_FILE) return filePace?.rate ? files / filePace.rate : null;
  return bytePace?.rate ? leftBytes / bytePace.rate : null;
}

/**
 * @param before what was drawn last
 * @param now ms since 1970
 */
export function viewOf(uploads: Uploads, before: UploadsView, now: number): UploadsView {
  const summary = summarise(uploads.list);
  const same = uploads.extent === before.uploads.extent;
  const percent = same ? Math.max(before.percent, summary.percent) : summary.percent;
  if (summary.counts.uploading === 0) return { uploads, summary, percent, rate: null, timeLeft: null };
  const seconds = secondsLeft(uploads, summary);
  const shown = same ? before.timeLeft : null;
  return {
    uploads,
    summary,
    percent,
    rate: uploads.bytePace?.rate ?? null,
    timeLeft: seconds === null ? shown : nextTimeLeft(shown, seconds, now),
  };
}
