import { withToast } from "#components/ui/toast.ts";
import { nameOf } from "#lib/api/paths.ts";
import type { Failures } from "./desk.ts";
import { items, quoted } from "./words.ts";

/**
 * Says which parts of a bulk act were refused and why.
 * @param what as in `moved`
 */
export function reportFailures(failed: Failures, what: string): void {
  const [first] = failed;
  if (first === undefined) return;
  const reasons = new Set(failed.map(({ message }) => message));
  const title =
    failed.length === 1 ? `${quoted(nameOf(first.path))} was not ${what}` : `${items(failed.length)} were not ${what}`;
  withToast((toast) =>
    toast.error(title, {
      description: reasons.size === 1 ? first.message : `${first.message} And ${reasons.size - 1} other reasons.`,
      duration: 10_000,
    }),
  );
}
