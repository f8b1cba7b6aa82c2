type Compare<T> = (a: T, b: T) => number;

/** Puts a heap, greatest on top, in order again after its top became smaller. */
function sink<T>(heap: T[], compare: Compare<T>): void {
  const [top] = heap;
  if (top === undefined) return;
  let at = 0;
  for (;;) {
    const left = heap[2 * at + 1];
    if (left === undefined) break;
    const right = heap[2 * at + 2];
    const isRight = right !== undefined && compare(right, left) > 0;
    const greater = isRight ? right : left;
    if (compare(greater, top) <= 0) break;
    heap[at] = greater;
    at = 2 * at + (isRight ? 2 : 1);
  }
  heap[at] = top;
}

/** The first `count` items in order, in one pass: for the first page of a large directory far less work than sorting it. */
export function selectFirst<T>(items: readonly T[], compare: Compare<T>, count: number): T[] {
  // In descending order an array is a heap.
  const heap = items.slice(0, count).sort((a, b) => compare(b, a));
  for (const item of items.slice(count)) {
    const [worst] = heap;
    if (worst === undefined || compare(item, worst) >= 0) continue;
    heap[0] = item;
    sink(heap, compare);
  }
  return heap.sort(compare);
}
