/**
 * What remains of steady work, in words.
 * @param elapsed milliseconds so far
 * @param words how an amount is written
 */
export function timeLeft(
  done: number,
  total: number,
  elapsed: number,
  words: (amount: number) => string = (amount) => amount.toLocaleString("en"),
): string {
  if (done === 0) return "starting";
  const perSecond = (done / elapsed) * 1000;
  const seconds = Math.ceil((total - done) / perSecond);
  const rate = `${words(Math.round(perSecond))} per second`;
  if (seconds <= 1) return `${rate} · almost done`;
  return `${rate} · ${seconds < 90 ? `${seconds} s` : `${Math.round(seconds / 60)} min`} left`;
}
