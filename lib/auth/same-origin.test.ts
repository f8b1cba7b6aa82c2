import { expect, it } from "vitest";
import { isSameOrigin } from "./same-origin.ts";

it.each([
  [{ "sec-fetch-site": "same-origin" }, true],
  [{ "sec-fetch-site": "same-site", host: "localhost:3000" }, false],
  [{ "sec-fetch-site": "cross-site" }, false],
  [{ "sec-fetch-site": "none" }, false],
  [{ "sec-fetch-site": "cross-site", origin: "http://localhost:3000", host: "localhost:3000" }, false],
  [{ origin: "http://localhost:3000", host: "localhost:3000" }, true],
  [{ origin: "http://localhost:8080", host: "localhost:3000" }, false],
  [{ origin: "null", host: "localhost:3000" }, false],
  [{ host: "localhost:3000" }, true],
])("%o is %s", (headers: Record<string, string>, expected) => {
  expect(isSameOrigin(new Headers(headers))).toBe(expected);
});
