/**
 * What remains of steady work, in words.
 * @param elapsed milliseconds so far
 */
export function timeLeft(done: number, total: number, elapsed: number): string {
  if (done === 0) return "starting";
  const perSecond = (done / elapsed) * 1000;
  const seconds = Math.ceil((total - done) / perSecond);
  const rate = `${Math.round(perSecond).toLocaleString("en")} per second`;
  if (seconds <= 1) return `${rate} · almost done`;
  return `${rate} · ${seconds < 90 ? `${seconds} s` : `${Math.round(seconds / 60)} min`} left`;
}
