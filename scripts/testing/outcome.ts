/** What one runner counted, and each failure in words: the test's name, then what it said. */
export type Outcome = { name: string; passed: number; failed: number; skipped: number; failures: readonly string[] };

export const outcome = (name: string, counts: Partial<Omit<Outcome, "name">>): Outcome => ({
  name,
  passed: 0,
  failed: 0,
  skipped: 0,
  failures: [],
  ...counts,
});
