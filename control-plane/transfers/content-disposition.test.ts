import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { contentDisposition } from "./content-disposition.ts";

const realName = (header: string) => decodeURIComponent(/filename\*=UTF-8''(\S*)$/.exec(header)?.[1] ?? "");

describe("contentDisposition", () => {
  it("says a plain name both ways", () => {
    expect(contentDisposition("attachment", "a b.txt")).toBe(
      `attachment; filename="a b.txt"; filename*=UTF-8''a%20b.txt`,
    );
  });

  it("keeps letters of any script in the encoded name", () => {
    expect(realName(contentDisposition("inline", "naïve 😀 文.txt"))).toBe("naïve 😀 文.txt");
  });

  it.each([
    ["a line break", "a\r\nset-cookie: x=1.txt"],
    ["a quote", 'a"; filename=b.exe; x=".txt'],
    ["an apostrophe and a star", "a'*().txt"],
    ["markup", "<script>alert(1)</script>.txt"],
    ["the escaped form of a name outside UTF-8", "\u{FFFD}%FFa"],
    ["a lone surrogate", "\ud800.txt"],
  ])("lets nothing out of its place: %s", (_, name) => {
    expect(contentDisposition("attachment", name)).toMatch(
      /^attachment; filename="[\x20-\x21\x23-\x24\x26-\x5b\x5d-\x7e]*"; filename\*=UTF-8''[A-Za-z0-9!_.~%-]+$/,
    );
  });

  it("does not let a mark turn the ending around, nor a separator name a directory", () => {
    expect(realName(contentDisposition("attachment", "a\u202etxt.exe"))).toBe("a_txt.exe");
    expect(realName(contentDisposition("attachment", "..\\..\\a.txt"))).toBe(".._.._a.txt");
  });

  it("is one safe header value for every name", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", minLength: 1, maxLength: 255 }), (name) => {
        const header = contentDisposition("attachment", name);
        expect(header).toMatch(/^[\x20-\x7e]+$/);
        expect(header.match(/"/g)).toHaveLength(2);
        expect(() => new Headers({ "content-disposition": header })).not.toThrow();
        expect(realName(header)).not.toBe("");
      }),
    );
  });
});
