import { describe, expect, it } from "vitest";
import { attachmentLines, sandboxLines } from "./counts.ts";

const overview = {
  attachments: [
    { state: "mounted" as const, count: 5, unhealthy: 2 },
    { state: "failed" as const, count: 1, unhealthy: 1 },
    { state: "remounting" as const, count: 1, unhealthy: 1 },
  ],
  sandboxes: [
    { status: "running" as const, count: 5, unreachable: 2 },
    { status: "error" as const, count: 1, unreachable: 0 },
  ],
};
const brief = (lines: { tone: string; word: string; count: number }[]) =>
  lines.map(({ tone, word, count }) => `${count} ${word} ${tone}`);

describe("the counts of the overview", () => {
  it("tell what is mounted and does not work from what does, the worst first", () => {
    expect(brief(attachmentLines(overview, true))).toEqual([
      "1 failed bad",
      "2 degraded warn",
      "1 remounting busy",
      "3 mounted ok",
    ]);
    expect(brief(sandboxLines(overview, true))).toEqual(["1 error bad", "2 out of reach bad", "3 running ok"]);
  });

  it("are never green while news do not arrive", () => {
    for (const line of [...attachmentLines(overview, false), ...sandboxLines(overview, false)])
      expect(line.tone).not.toBe("ok");
  });
});
