const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Both parts where the smaller one says something: `3 min 20 s`, `2 h`. */
function inParts(ms: number, large: [number, string], small: [number, string]): string {
  const first = Math.floor(ms / large[0]);
  const rest = Math.floor((ms % large[0]) / small[0]);
  return rest === 0 ? `${first} ${large[1]}` : `${first} ${large[1]} ${rest} ${small[1]}`;
}

/** How long something took, as exact as it is of use: `340 ms`, `4.2 s`, `3 min 20 s`, `2 h 5 min`, `3 d 4 h`. */
export function formatDuration(ms: number): string {
  if (ms < SECOND) return `${Math.round(ms)} ms`;
  if (ms < 10 * SECOND) return `${Math.floor(ms / 100) / 10} s`;
  if (ms < MINUTE) return `${Math.floor(ms / SECOND)} s`;
  if (ms < HOUR) return inParts(ms, [MINUTE, "min"], [SECOND, "s"]);
  if (ms < DAY) return inParts(ms, [HOUR, "h"], [MINUTE, "min"]);
  return inParts(ms, [DAY, "d"], [HOUR, "h"]);
}
