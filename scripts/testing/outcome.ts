/** What one runner counted. */
export type Outcome = { name: string; passed: number; failed: number; skipped: number };

export const outcome = (name: string, counts: Partial<Omit<Outcome, "name">>): Outcome => ({
  name,
  passed: 0,
  failed: 0,
  skipped: 0,
  ...counts,
});
