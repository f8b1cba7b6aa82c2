import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Conditions, select } from "./conditions.ts";

const version = { etag: '"v1"', modified: new Date("2026-11-01T10:00:00.700Z"), size: 100 };
const chosen = (conditions: Conditions) => select(version, conditions);

describe("select", () => {
  it.each([
    ["bytes=0-9", { kind: "part", start: 0, end: 9 }],
    ["bytes=90-", { kind: "part", start: 90, end: 99 }],
    ["bytes=90-500", { kind: "part", start: 90, end: 99 }],
    ["bytes=-10", { kind: "part", start: 90, end: 99 }],
    ["bytes=-500", { kind: "part", start: 0, end: 99 }],
    ["bytes=100-", { kind: "unsatisfiable" }],
    ["bytes=-0", { kind: "unsatisfiable" }],
    ["bytes=9-0", { kind: "whole" }],
    ["bytes=0-1,5-6", { kind: "whole" }],
    ["bytes=-", { kind: "whole" }],
    ["lines=0-1", { kind: "whole" }],
    ["bytes=a-b", { kind: "whole" }],
  ])("reads the range %s", (range, expected) => {
    expect(chosen({ range })).toEqual(expected);
  });

  it("never leads outside the file", () => {
    fc.assert(
      fc.property(fc.nat(1000), fc.option(fc.nat(2000)), fc.option(fc.nat(2000)), (size, first, last) => {
        const result = select({ ...version, size }, { range: `bytes=${first ?? ""}-${last ?? ""}` });
        if (result.kind !== "part") return;
        expect(result.start).toBeGreaterThanOrEqual(0);
        expect(result.end).toBeGreaterThanOrEqual(result.start);
        expect(result.end).toBeLessThan(size);
      }),
    );
  });

  it("continues a download only of the version that was begun", () => {
    const range = "bytes=5-";
    expect(chosen({ range, ifRange: '"v1"' }).kind).toBe("part");
    expect(chosen({ range, ifRange: '"v0"' }).kind).toBe("whole");
    expect(chosen({ range, ifRange: 'W/"v1"' }).kind).toBe("whole");
    expect(chosen({ range, ifRange: "Sun, 01 Nov 2026 10:00:00 GMT" }).kind).toBe("part");
    expect(chosen({ range, ifRange: "Sun, 01 Nov 2026 09:59:59 GMT" }).kind).toBe("whole");
  });

  it("knows what the client has already", () => {
    expect(chosen({ ifNoneMatch: '"v0", W/"v1"' }).kind).toBe("not_modified");
    expect(chosen({ ifNoneMatch: "*" }).kind).toBe("not_modified");
    expect(chosen({ ifNoneMatch: '"v0"' }).kind).toBe("whole");
    expect(chosen({ ifModifiedSince: "Sun, 01 Nov 2026 10:00:00 GMT" }).kind).toBe("not_modified");
    expect(chosen({ ifModifiedSince: "Sun, 01 Nov 2026 09:59:59 GMT" }).kind).toBe("whole");
    expect(chosen({ ifModifiedSince: "yesterday" }).kind).toBe("whole");
    expect(chosen({ ifNoneMatch: '"v0"', ifModifiedSince: "Sun, 01 Nov 2026 10:00:00 GMT" }).kind).toBe("whole");
  });

  it("refuses another version than the one asked for", () => {
    expect(chosen({ ifMatch: '"v0"' }).kind).toBe("precondition_failed");
    expect(chosen({ ifMatch: '"v0", "v1"' }).kind).toBe("whole");
  });
});
