import {
  closeSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { VolumeId } from "#lib/api/ids.ts";
import { parseVolumePath, type VolumePath } from "#lib/api/paths.ts";
import { withEntry, withParent, withTarget } from "./resolve-path.ts";
import type { VolumeRoot } from "./store.ts";

let outside: string;
let data: string;
let root: VolumeRoot;

beforeEach(() => {
  outside = mkdtempSync(join(tmpdir(), "nullspace-outside-"));
  writeFileSync(join(outside, "secret"), "secret");
  data = join(outside, "data");
  mkdirSync(data);
  const fd = openSync(data, "r");
  root = { volumeId: "vol_test0000" as VolumeId, data: fd, staging: fd, trash: fd, owner: null };
});
afterEach(() => {
  closeSync(root.data);
  rmSync(outside, { recursive: true });
});

const path = (text: string): VolumePath => {
  const parsed = parseVolumePath(text);
  if (!parsed.ok) throw new Error(parsed.problem);
  return parsed.path;
};
const inodeOf = (text: string, follow = true) => withEntry(root, path(text), { follow }, ({ stat }) => stat.ino);
const inode = (relative: string) => BigInt(lstatSync(join(data, relative)).ino);
const openDescriptors = () => readdirSync("/proc/self/fd").length;

/** Not `readdirSync` with `recursive`, which follows links. */
function inodesBelow(relative: string): bigint[] {
  const names = lstatSync(join(data, relative)).isDirectory() ? readdirSync(join(data, relative)) : [];
  return [inode(relative), ...names.flatMap((name) => inodesBelow(join(relative, name)))];
}

function makeTree(): void {
  mkdirSync(join(data, "a/b"), { recursive: true });
  writeFileSync(join(data, "a/b/f"), "f");
}

describe("a symlink", () => {
  it.each([
    ["b", "a/b/f", "relative"],
    ["/a/b", "a/b/f", "absolute"],
    ["../../../../../../a/b", "a/b/f", "leading above the root"],
    ["./b/../../a//b/.", "a/b/f", "with detours"],
  ])("to %j is resolved as in a chroot", (target, file) => {
    makeTree();
    symlinkSync(target, join(data, "a/link"));
    expect(inodeOf("/a/link/f")).toBe(inode(file));
  });

  it("to the root is the root", () => {
    makeTree();
    symlinkSync("/", join(data, "a/root"));
    symlinkSync("..", join(data, "a/up"));
    expect(inodeOf("/a/root")).toBe(inode("."));
    expect(inodeOf("/a/up")).toBe(inode("."));
    expect(inodeOf("/a/up/a/root/a/b/f")).toBe(inode("a/b/f"));
  });

  it("that leads outside finds what is inside, or nothing", () => {
    symlinkSync(join(outside, "secret"), join(data, "absolute"));
    symlinkSync("../secret", join(data, "relative"));
    expect(() => inodeOf("/absolute")).toThrow(expect.objectContaining({ code: "file_not_found" }));
    expect(() => inodeOf("/relative")).toThrow(expect.objectContaining({ code: "file_not_found" }));
    writeFileSync(join(data, "secret"), "inside");
    expect(inodeOf("/relative")).toBe(inode("secret"));
  });

  it("is itself when it is the last part and not followed", () => {
    makeTree();
    symlinkSync("a", join(data, "link"));
    expect(inodeOf("/link", false)).toBe(inode("link"));
    expect(withParent(root, path("/link"), ({ name }) => name.toString())).toBe("link");
  });

  it("in a loop ends, and so does a chain of forty-one", () => {
    symlinkSync("loop", join(data, "loop"));
    writeFileSync(join(data, "l0"), "");
    for (let i = 1; i <= 41; i++) symlinkSync(`l${i - 1}`, join(data, `l${i}`));
    expect(() => inodeOf("/loop")).toThrow(expect.objectContaining({ code: "file_not_found" }));
    expect(inodeOf("/l40")).toBe(inode("l0"));
    expect(() => inodeOf("/l41")).toThrow(expect.objectContaining({ code: "file_not_found" }));
  });

  it("that leads nowhere is where a write goes, inside", () => {
    symlinkSync("../../etc/new", join(data, "link"));
    mkdirSync(join(data, "etc"));
    const target = withTarget(root, path("/link"), ({ fd, name, existing }) => ({
      directory: lstatSync(`/proc/self/fd/${fd}/.`).ino,
      name: name.toString(),
      existing,
    }));
    expect(target).toEqual({ directory: lstatSync(join(data, "etc")).ino, name: "new", existing: null });
  });
});

it("tells what is wrong on the way", () => {
  makeTree();
  expect(() => inodeOf("/a/b/f/g")).toThrow(expect.objectContaining({ code: "file_not_found" }));
  expect(() => inodeOf("/a/nope/f")).toThrow(expect.objectContaining({ code: "file_not_found" }));
  expect(() => withParent(root, path("/"), () => 0)).toThrow(expect.objectContaining({ code: "file_conflict" }));
  expect(() => withTarget(root, path("/"), () => 0)).toThrow(expect.objectContaining({ code: "file_conflict" }));
});

it("never leaves the volume, whatever links say, and closes what it opened", () => {
  const part = fc.constantFrom("a", "b", "c", "..", ".", "");
  const text = fc.array(part, { minLength: 1, maxLength: 6 }).map((parts) => parts.join("/"));
  const target = fc
    .oneof(
      text.map((way) => `/${way}`),
      text,
      fc.constant("../secret"),
    )
    .filter((way) => way !== "");
  const place = fc.array(fc.constantFrom("a", "b", "c"), { minLength: 1, maxLength: 3 });
  const plan = fc.array(fc.tuple(place, fc.option(target)), { minLength: 1, maxLength: 8 });
  fc.assert(
    fc.property(plan, fc.array(text, { minLength: 1, maxLength: 6 }), (entries, asked) => {
      for (const name of readdirSync(data)) rmSync(join(data, name), { recursive: true });
      for (const [where, link] of entries) {
        try {
          mkdirSync(join(data, ...where.slice(0, -1)), { recursive: true });
          if (link === null) mkdirSync(join(data, ...where));
          else symlinkSync(link, join(data, ...where));
        } catch {
          // Taken already, or below a link: another plan has it.
        }
      }
      const inside = new Set(inodesBelow("."));
      const before = openDescriptors();
      for (const one of asked) {
        const parsed = parseVolumePath(`/${one}`);
        if (!parsed.ok) continue;
        for (const follow of [true, false]) {
          try {
            expect(inside).toContain(withEntry(root, parsed.path, { follow }, ({ stat }) => stat.ino));
          } catch (error) {
            expect(error).toMatchObject({ code: "file_not_found" });
          }
        }
      }
      expect(openDescriptors()).toBe(before);
    }),
    { numRuns: 300 },
  );
});

it("holds its descriptors until what it runs has ended, and not longer", async () => {
  makeTree();
  const before = openDescriptors();
  await withEntry(root, path("/a/b/f"), { follow: true }, async ({ fd }) => {
    await new Promise(setImmediate);
    expect(lstatSync(`/proc/self/fd/${fd}`).isSymbolicLink()).toBe(true);
  });
  const failed = withEntry(root, path("/a/b"), { follow: true }, async () => {
    throw Object.assign(new Error("no"), { code: "EACCES" });
  });
  await expect(failed).rejects.toMatchObject({ code: "permission_denied" });
  expect(openDescriptors()).toBe(before);
});
