type Compare<T> = (a: T, b: T) => number;

const RUN = 1024;

/**
 * A sorted copy, made in turns, so that others get the thread in between: sorting 100,000 names at once takes a quarter of
 * a second.
 * @param breathe called now and then; what it returns is awaited
 */
export async function sortInTurns<T>(
  items: readonly T[],
  compare: Compare<T>,
  breathe: () => Promise<void> | undefined,
): Promise<T[]> {
  let runs: T[][] = [];
  for (let start = 0; start < items.length; start += RUN) {
    runs.push(items.slice(start, start + RUN).sort(compare));
    await breathe();
  }
  while (runs.length > 1) {
    const merged: T[][] = [];
    for (let i = 0; i < runs.length; i += 2)
      merged.push(await merge(runs[i] ?? [], runs[i + 1] ?? [], compare, breathe));
    runs = merged;
  }
  return runs[0] ?? [];
}

async function merge<T>(
  left: readonly T[],
  right: readonly T[],
  compare: Compare<T>,
  breathe: () => Promise<void> | undefined,
): Promise<T[]> {
  const merged: T[] = [];
  let j = 0;
  for (const one of left) {
    for (let other = right[j]; other !== undefined && compare(other, one) < 0; other = right[j]) {
      merged.push(other);
      j++;
    }
    merged.push(one);
    if (merged.length % RUN === 0) await breathe();
  }
  return merged.concat(right.slice(j));
}
