import { formatBytes } from "#components/ui/format-bytes.ts";
import type { End, Summary } from "./summarise.ts";
import { formatTimeLeft } from "./time-left.ts";
import type { Upload } from "./upload.ts";
import type { UploadsView } from "./uploads-view.ts";

const number = (count: number) => count.toLocaleString("en");
const files = (count: number) => `${number(count)} ${count === 1 ? "file" : "files"}`;

const waiting = (count: number) => `${files(count)} ${count === 1 ? "waits" : "wait"} for your answer`;

function endWords(end: End, { counts }: Summary): string {
  const parts = [
    counts.done > 0 && `${number(counts.done)} uploaded`,
    counts.failed > 0 && `${number(counts.failed)} failed`,
    counts.cancelled > 0 && `${number(counts.cancelled)} cancelled`,
    counts.skipped > 0 && `${number(counts.skipped)} skipped`,
  ].filter((part) => part !== false);
  switch (end) {
    case "done":
      return counts.skipped === 0 ? `${files(counts.done)} uploaded` : parts.join(", ");
    case "cancelled":
      return counts.skipped === 0 ? "Upload cancelled" : parts.join(", ");
    case "failed":
      return counts.cancelled + counts.skipped === 0 ? `Upload failed: ${files(counts.failed)}` : parts.join(", ");
    case "partly":
      return parts.join(", ");
  }
}

/** The one line that says how all of it stands. */
export function headline({ summary }: UploadsView): string {
  const { counts, total, settled, end } = summary;
  if (end) return endWords(end, summary);
  const progress = `${number(settled)} of ${files(total)}`;
  if (counts.held === total - settled) return `Checking the room for ${files(counts.held)}`;
  if (counts.uploading + counts.granting + counts.ready + counts.queued > 0) return `Uploading ${progress}`;
  if (counts.waiting > 0) return `Connection lost, goes on by itself when it is back · ${progress}`;
  if (counts.conflict > 0) return `${waiting(counts.conflict)} · ${progress}`;
  return `Paused · ${progress}`;
}

/** Bytes, rate and time left of all of it; empty at the end. */
export function figures({ summary: { end, sentBytes, bytes }, rate, timeLeft }: UploadsView): string[] {
  if (end) return sentBytes === 0 ? [] : [formatBytes(sentBytes)];
  return [
    `${formatBytes(sentBytes)} of ${formatBytes(bytes)}`,
    rate === null ? null : `${formatBytes(Math.round(rate))}/s`,
    timeLeft && formatTimeLeft(timeLeft.seconds),
  ].filter((part) => part !== null);
}

/** What a screen reader is told, seldom enough to be heard out: it changes at the ends and at every quarter. */
export function announcement(view: UploadsView): string {
  const { summary, percent } = view;
  if (summary.total === 0) return "";
  if (summary.end) return headline(view);
  if (summary.counts.conflict > 0) return `The name is taken: ${waiting(summary.counts.conflict)}`;
  if (summary.counts.waiting > 0) return "Connection lost. The upload will go on when it is back.";
  const quarter = Math.floor(percent / 25) * 25;
  return quarter === 0 ? `Uploading ${files(summary.total)}` : `${quarter} % uploaded`;
}

/** How one upload stands, in words. */
export function standingWords(upload: Upload): string {
  const { standing, size } = upload;
  switch (standing.state) {
    case "held":
      return "checking the room";
    case "queued":
    case "granting":
    case "ready":
      return `queued · ${formatBytes(size)}`;
    case "conflict":
      return "already exists";
    case "uploading": {
      if (upload.content.kind === "directory") return "making the folder";
      if (upload.session !== null && upload.staged === size) return `checking what arrived · ${formatBytes(size)}`;
      return [
        `${formatBytes(upload.reached)} of ${formatBytes(size)}`,
        upload.pace?.rate ? `${formatBytes(Math.round(upload.pace.rate))}/s` : null,
        upload.timeLeft && upload.timeLeft.seconds > 5 ? formatTimeLeft(upload.timeLeft.seconds) : null,
      ]
        .filter((part) => part !== null)
        .join(" · ");
    }
    case "waiting":
      return standing.reason.code === "offline"
        ? `${standing.reason.message} · ${formatBytes(upload.reached)} of ${formatBytes(size)}`
        : `will try again: ${standing.reason.message}`;
    case "paused":
      return upload.staged > 0
        ? `paused · ${formatBytes(upload.reached)} of ${formatBytes(size)}`
        : `paused · ${formatBytes(size)}`;
    case "done":
      return upload.copy > 1 ? `uploaded beside the old one · ${formatBytes(size)}` : `uploaded · ${formatBytes(size)}`;
    case "failed":
      return `${standing.reason.code}: ${standing.reason.message}`;
    case "skipped":
      return "skipped";
    case "cancelled":
      return "cancelled";
  }
}
