import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, it, vi } from "vitest";
import { volumeRoot } from "#lib/api/file-root.ts";
import { VolumeId } from "#lib/api/ids.ts";
import { parseVolumePath } from "#lib/api/paths.ts";
import { MarkdownPreview } from "./markdown-preview.tsx";

// The action runs on a server; here nothing may be asked of it.
vi.mock("#lib/actions/transfers.ts", () => ({ downloadGrantAction: () => Promise.reject(new Error("asked")) }));

const parsed = parseVolumePath("/docs/readme.md");
if (!parsed.ok) throw new Error(parsed.problem);
const { path } = parsed;

const render = (text: string) =>
  renderToStaticMarkup(
    createElement(
      QueryClientProvider,
      { client: new QueryClient() },
      createElement(MarkdownPreview, { root: volumeRoot(VolumeId.parse("vol_3f8a21c09b7e")), path, text }),
    ),
  );

it("shows raw HTML as text", () => {
  const html = render('<script>alert(1)</script>\n\n<img src=x onerror=alert(1)> and <iframe srcdoc="x"></iframe>');
  expect(html).not.toMatch(/<script|<iframe|<img/);
  expect(html).toContain("&lt;img src=x onerror=alert(1)&gt;");
});

it("lets links lead out without knowing where from, and nowhere else", () => {
  expect(render("[out](https://example.com/)")).toMatch(
    /<a href="https:\/\/example.com\/" target="_blank" rel="noopener noreferrer nofollow"/,
  );
  for (const target of [
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "data:text/html,x",
    "vbscript:x",
    "file:///etc/passwd",
    "/team",
  ])
    expect(render(`[x](${target})`)).not.toContain("<a ");
});

it("loads no picture from another site, and none from a data address", () => {
  for (const source of ["https://example.com/a.png", "//example.com/a.png", "data:image/svg+xml,x"])
    expect(render(`![a](${source})`)).not.toContain("<img");
  expect(render("![a](https://example.com/a.png)")).toContain("not loaded");
});
