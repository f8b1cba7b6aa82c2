import { closeSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { openRoot } from "../storage/descriptors.ts";
import { openRegularGuarded } from "./open-regular.ts";

const place = mkdtempSync(join(tmpdir(), "open-regular-"));
afterAll(() => rmSync(place, { recursive: true }));

function opens(directory: string, name: string): boolean {
  const from = openRoot(directory);
  const fd = openRegularGuarded(from, Buffer.from(name));
  closeSync(from);
  if (fd !== null) closeSync(fd);
  return fd !== null;
}

it("opens a regular file, and never one of the kernel's own", () => {
  writeFileSync(join(place, "file"), "text");
  expect(opens(place, "file")).toBe(true);
  expect(opens(place, "none")).toBe(false);
  expect(opens("/", "tmp")).toBe(false);
  // A regular file by its type.
  expect(opens("/proc/sys/kernel", "ostype")).toBe(false);
  expect(opens("/dev", "null")).toBe(false);
});
