import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

const css = readFileSync(new URL("../../app/globals.css", import.meta.url), "utf8");

/** Relative luminance of WCAG 2 for `oklch(L C H)`. */
function luminance(lightness: number, chroma: number, hue: number): number {
  const a = chroma * Math.cos((hue * Math.PI) / 180);
  const b = chroma * Math.sin((hue * Math.PI) / 180);
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  const clamp = (value: number) => Math.min(1, Math.max(0, value));
  const red = clamp(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s);
  const green = clamp(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s);
  const blue = clamp(-0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s);
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function colours(selector: string): Map<string, number> {
  const start = css.indexOf(`${selector} {`);
  const block = css.slice(start, css.indexOf("}", start));
  const found = block.matchAll(/--([a-z-]+): oklch\(([\d.]+) ([\d.]+) ([\d.]+)\);/g);
  return new Map(Array.from(found, ([, name, l, c, h]) => [name ?? "", luminance(Number(l), Number(c), Number(h))]));
}

const GROUNDS = ["canvas", "panel", "hover"];
const TEXTS = ["ink", "muted", "faint", "link", "ok", "info", "warn", "bad"];
const ON_THEIR_OWN: [string, string][] = [
  ["on-accent", "accent"],
  ["on-accent", "accent-hover"],
  ["link", "accent-soft"],
  ["ok", "ok-soft"],
  ["info", "info-soft"],
  ["warn", "warn-soft"],
  ["bad", "bad-soft"],
  ["ink", "bad-soft"],
  ["muted", "active"],
  ["ink", "active"],
];

describe.each([
  ["light", ":root"],
  ["dark", '[data-theme="dark"]'],
])("in the %s theme", (_theme, selector) => {
  const values = colours(selector);
  const contrast = (one: string, other: string) => {
    const [a, b] = [values.get(one), values.get(other)];
    if (a === undefined || b === undefined) throw new Error(`no colour ${a === undefined ? one : other}`);
    return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
  };

  it.each([...GROUNDS.flatMap((ground) => TEXTS.map((text) => [text, ground])), ...ON_THEIR_OWN])(
    "%s on %s reads at 4.5:1",
    (text, ground) => {
      expect(contrast(text, ground)).toBeGreaterThanOrEqual(4.5);
    },
  );

  it.each(GROUNDS)("the frame of a control stands out from %s at 3:1", (ground) => {
    expect(contrast("control", ground)).toBeGreaterThanOrEqual(3);
    expect(contrast("warn-fill", ground)).toBeGreaterThanOrEqual(3);
    expect(contrast("accent", ground)).toBeGreaterThanOrEqual(3);
  });
});
