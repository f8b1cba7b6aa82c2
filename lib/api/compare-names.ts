const isDigit = (code: number) => code >= 0x30 && code <= 0x39;
const fold = (code: number) => (code >= 0x41 && code <= 0x5a ? code + 0x20 : code);

/** Where the run of digits that starts at `from` has its first digit that is not a leading zero, and where it ends. */
function digits(text: string, from: number): { start: number; end: number } {
  let start = from;
  while (text.charCodeAt(start) === 0x30) start++;
  let end = start;
  while (end < text.length && isDigit(text.charCodeAt(end))) end++;
  return { start, end };
}

/**
 * The order of names in a directory, on the server and on every screen: numbers by value (`a2` before `a10`), ASCII letters
 * without regard to case, all else by code unit; names that are equal by that, by code unit. Allocation-light, since it
 * sorts folders of 100,000 files.
 */
export function compareNames(a: string, b: string): number {
  let i = 0;
  let j = 0;
  while (i < a.length && j < b.length) {
    const x = a.charCodeAt(i);
    const y = b.charCodeAt(j);
    if (isDigit(x) && isDigit(y)) {
      const one = digits(a, i);
      const other = digits(b, j);
      const length = one.end - one.start - (other.end - other.start);
      if (length !== 0) return length;
      for (let at = 0; at < one.end - one.start; at++) {
        const difference = a.charCodeAt(one.start + at) - b.charCodeAt(other.start + at);
        if (difference !== 0) return difference;
      }
      i = one.end;
      j = other.end;
      continue;
    }
    const difference = fold(x) - fold(y);
    if (difference !== 0) return difference;
    i++;
    j++;
  }
  const rest = a.length - i - (b.length - j);
  if (rest !== 0) return rest;
  return a === b ? 0 : a < b ? -1 : 1;
}
