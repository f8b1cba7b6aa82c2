import { expect, it } from "vitest";
import { mediaKindOf, renderedKindOf } from "./preview-kind.ts";

it("goes by the extension, in any case", () => {
  expect(mediaKindOf("Photo.JPG")).toBe("image");
  expect(mediaKindOf("talk.final.mp4")).toBe("video");
  expect(renderedKindOf("README.md")).toBe("markdown");
  expect(renderedKindOf("a.tsv")).toBe("table");
});

it("never takes a file that can carry script for a picture or a page", () => {
  for (const name of ["a.svg", "a.html", "a.htm", "a.xhtml", "a.xml", "svg", "png", ".png.html"])
    expect(mediaKindOf(name)).toBeNull();
  for (const name of ["a.html", "a.htm", "a.xhtml", "a.xml", "md"]) expect(renderedKindOf(name)).toBeNull();
});
