import { readFileSync, writeFileSync } from "node:fs";

export type Row = Record<string, string>;
export type Table = { title: string; rows: Row[] };

const MiB = 1024 * 1024;
export const GiB = 1024 * MiB;

/** Milliseconds that `act` took. */
export async function timed(act: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await act();
  return performance.now() - start;
}

export const median = (values: readonly number[]): number => percentile(values, 0.5);

/** @param share of the values that are at most the answer, such as 0.95 */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

export const ms = (value: number): string => (value < 10 ? `${value.toFixed(1)} ms` : `${Math.round(value)} ms`);
export const rate = (bytes: number, milliseconds: number): string =>
  `${Math.round(bytes / MiB / (milliseconds / 1000))} MiB/s`;

/** Resident memory of a process, in MiB: now, and the most since `resetPeak`. */
export function memoryOf(pid: number): { now: number; peak: number } {
  const status = readFileSync(`/proc/${pid}/status`, "utf8");
  const field = (name: string) => Number(new RegExp(`${name}:\\s+(\\d+) kB`).exec(status)?.[1] ?? 0) / 1024;
  return { now: field("VmRSS"), peak: field("VmHWM") };
}

export function resetPeak(pid: number): void {
  writeFileSync(`/proc/${pid}/clear_refs`, "5");
}

export function print({ title, rows }: Table): void {
  process.stdout.write(`\n### ${title}\n\n`);
  const columns = Object.keys(rows[0] ?? {});
  process.stdout.write(`| ${columns.join(" | ")} |\n|${columns.map(() => "---").join("|")}|\n`);
  for (const row of rows) process.stdout.write(`| ${columns.map((column) => row[column] ?? "").join(" | ")} |\n`);
}
