const UNITS = ["B", "KiB", "MiB", "GiB", "TiB"];

function readable(bytes: number): string {
  const power = bytes < 1 ? 0 : Math.min(UNITS.length - 1, Math.floor(Math.log2(bytes) / 10));
  return `${(bytes / 1024 ** power).toFixed(power === 0 ? 0 : 1)} ${UNITS[power]}`;
}

/** Between two redraws, in milliseconds. */
const REDRAW_MS = 100;
const WIDTH = 24;

/**
 * A bar on the terminal while bytes travel; silent where stderr is none, and with `--json`.
 * @param total bytes; null when not known
 */
export function createProgress(total: number | null, options: { quiet: boolean }) {
  const shown = process.stderr.isTTY === true && !options.quiet;
  const began = performance.now();
  let done = 0;
  let skipped: number | null = null;
  let drawn = 0;
  const draw = () => {
    drawn = performance.now();
    const rate = (done - (skipped ?? 0)) / Math.max(0.001, (drawn - began) / 1000);
    const share = total ? Math.min(1, done / total) : null;
    const filled = share === null ? 0 : Math.round(share * WIDTH);
    const bar =
      share === null ? "" : `${"━".repeat(filled)}${" ".repeat(WIDTH - filled)} ${Math.round(share * 100)} % `;
    const of = total === null ? "" : ` of ${readable(total)}`;
    process.stderr.write(`\r${bar}${readable(done)}${of} · ${readable(rate)}/s\u001b[K`);
  };
  return {
    /** @param bytes that are done, those that were there before included: the first of them say nothing of how fast it goes */
    at(bytes: number) {
      skipped ??= bytes;
      done = bytes;
      if (shown && performance.now() - drawn > REDRAW_MS) draw();
    },
    end() {
      if (!shown) return;
      draw();
      process.stderr.write("\n");
    },
  };
}
