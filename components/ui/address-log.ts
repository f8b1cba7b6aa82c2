/**
 * Tells what was written into the address here from where somebody else went. The router follows each write late and
 * one after another: it says an older one, and puts it back into the address, after a newer was written.
 */
export function addressLog() {
  /** Written and not yet said by the router, oldest first. */
  let ahead: readonly string[] = [];
  let said: string | null = null;
  return {
    /** What was written last, for as long as the router has not said it; else null. */
    latest: (): string | null => ahead.at(-1) ?? null,
    written(href: string): void {
      if (href !== (ahead.at(-1) ?? said)) ahead = [...ahead, href];
    },
    /**
     * The router says where it is.
     * @returns whether somebody else went there; what was written before counts no more then
     */
    arrived(href: string): boolean {
      if (href === said) return false;
      said = href;
      const index = ahead.indexOf(href);
      ahead = index < 0 ? [] : ahead.slice(index + 1);
      return index < 0;
    },
    /** Somebody went back or forth in the history. */
    stepped(): void {
      ahead = [];
      said = null;
    },
  };
}
