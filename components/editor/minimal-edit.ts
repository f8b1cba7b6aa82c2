/** The one stretch in which two texts differ. Offsets are UTF-16 code units of `before`; no surrogate pair is split. */
export function minimalEdit(before: string, after: string): { start: number; end: number; text: string } {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before.charCodeAt(start) === after.charCodeAt(start)) start++;
  let same = 0;
  while (
    same < shorter - start &&
    before.charCodeAt(before.length - 1 - same) === after.charCodeAt(after.length - 1 - same)
  )
    same++;
  const splitsPair = (text: string, at: number) =>
    at > 0 && at < text.length && /[\uDC00-\uDFFF]/.test(text.charAt(at));
  // A line end of two characters must stay whole too.
  const splitsEnd = (text: string, at: number) => text.charAt(at - 1) === "\r" && text.charAt(at) === "\n";
  while (start > 0 && [before, after].some((text) => splitsPair(text, start) || splitsEnd(text, start))) start--;
  while (
    same > 0 &&
    [before, after].some((text) => splitsPair(text, text.length - same) || splitsEnd(text, text.length - same))
  )
    same--;
  return { start, end: before.length - same, text: after.slice(start, after.length - same) };
}
