/**
 * Hands things on in groups: the first at once, what follows within `every` milliseconds together. A thousand events are
 * then a few renders, and one alone waits for nothing.
 */
export function gather<Thing>(every: number, handOn: (things: readonly Thing[]) => void): (thing: Thing) => void {
  let waiting: Thing[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  const flush = () => {
    timer = undefined;
    if (waiting.length === 0) return;
    const things = waiting;
    waiting = [];
    timer = setTimeout(flush, every);
    handOn(things);
  };
  return (thing) => {
    waiting.push(thing);
    if (timer === undefined) flush();
  };
}
