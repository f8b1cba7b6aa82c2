import { describe, expect, it } from "vitest";
import { previewType } from "./preview-type.ts";

const bytes = (text: string) => Buffer.from(text, "latin1");

describe("previewType", () => {
  it.each([
    ["a.PNG", "\x89PNG\r\n\x1a\n...", "image/png"],
    ["a.jpeg", "\xff\xd8\xff\xe0", "image/jpeg"],
    ["a.webp", "RIFF....WEBPVP8 ", "image/webp"],
    ["a.pdf", "%PDF-1.7", "application/pdf"],
    ["a.mp4", "\0\0\0\x18ftypisom", "video/mp4"],
    ["a.mp3", "ID3\x04", "audio/mpeg"],
    ["a.mp3", "\xff\xfb\x90", "audio/mpeg"],
    ["a.webm", "\x1a\x45\xdf\xa3", "video/webm"],
    ["a.csv", "a,b\n", "text/plain; charset=utf-8"],
    ["a.txt", "", "text/plain; charset=utf-8"],
  ])("shows %s with the bytes of its type", (name, head, type) => {
    expect(previewType(name, bytes(head))).toEqual({ type, inline: true });
  });

  it.each([
    ["a page under the name of an image", "a.png", "<html><script>"],
    ["a page", "a.html", "<html>"],
    ["XML", "a.xml", "<?xml?>"],
    ["a script", "a.js", "alert(1)"],
    ["binary under the name of a text", "a.txt", "a\0b"],
    ["a name without an ending", "png", "\x89PNG\r\n\x1a\n"],
    ["a name of the language itself", "a.constructor", "x"],
  ])("shows %s never", (_, name, head) => {
    expect(previewType(name, bytes(head))).toBeNull();
  });

  it("lets no SVG open on its own", () => {
    expect(previewType("a.svg", bytes("<svg onload=alert(1)>"))).toEqual({ type: "image/svg+xml", inline: false });
  });
});
