import { splitLines, type TextForm } from "./decode-text.ts";

/**
 * The bytes of an edited text in the form it had on disk: byte order mark, line endings and final newline as they were.
 * @param lines the text as the editor holds it, without line ends; an empty last line is a final newline
 */
export function encodeText(lines: readonly string[], form: TextForm): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode((form.bom ? "\u{FEFF}" : "") + joinLines(lines, form));
}

export function joinLines(lines: readonly string[], { endings }: TextForm): string {
  if (endings.kind !== "mixed") return lines.join(endings.kind === "lf" ? "\n" : "\r\n");
  const ends = endsOfLines(lines, endings.lines, endings.ends);
  return lines.map((line, i) => line + (ends[i] ?? "")).join("");
}

/**
 * Gives each edited line the end that its original had. Lines are matched from both sides, then in between in order; a
 * line without an original gets the commonest end.
 */
function endsOfLines(lines: readonly string[], before: readonly string[], ends: readonly string[]): string[] {
  const common = commonest(ends);
  const needed = lines.length - 1;
  const result = new Array<string>(Math.max(needed, 0)).fill(common);
  let head = 0;
  while (head < needed && head < ends.length && lines[head] === before[head]) {
    result[head] = ends[head] ?? common;
    head++;
  }
  let tail = 0;
  // The last line has no end of its own: matching from below begins with the end in front of it.
  while (
    needed - tail > head &&
    ends.length - tail > head &&
    lines[lines.length - 1 - tail] === before[before.length - 1 - tail]
  ) {
    tail++;
    result[needed - tail] = ends[ends.length - tail] ?? common;
  }
  const places = new Map<string, number[]>();
  for (let i = head; i < ends.length - tail; i++) {
    const line = before[i] ?? "";
    const known = places.get(line);
    if (known) known.push(i);
    else places.set(line, [i]);
  }
  let from = head;
  for (let i = head; i < needed - tail; i++) {
    const place = places.get(lines[i] ?? "")?.find((at) => at >= from);
    if (place === undefined) continue;
    result[i] = ends[place] ?? common;
    from = place + 1;
  }
  return result;
}

function commonest(ends: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const end of ends) counts.set(end, (counts.get(end) ?? 0) + 1);
  return [...counts].reduce((best, one) => (one[1] > best[1] ? one : best), ["\n", 0] as [string, number])[0];
}

/** The form after a save: what was mixed has new originals to go by. */
export function formAfterSave(lines: readonly string[], form: TextForm): TextForm {
  if (form.endings.kind !== "mixed") return form;
  return { bom: form.bom, endings: { kind: "mixed", ...splitLines(joinLines(lines, form)) } };
}
