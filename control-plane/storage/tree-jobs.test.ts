import { execFileSync } from "node:child_process";
import {
  closeSync,
  linkSync,
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
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { measureTree, measureVolume, removeTree } from "./tree-jobs.ts";
import { walkTree } from "./walk-tree.ts";

/** Twice as many bytes of path as the kernel takes. */
const DEPTH = 2100;

let home: string;
let fd: number;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "nullspace-tree-"));
  fd = openSync(home, "r");
});
afterEach(() => {
  closeSync(fd);
  execFileSync("rm", ["-rf", home]);
});

const du = (name: string) =>
  Number(
    execFileSync("du", ["-s", "--block-size=1", join(home, name)])
      .toString()
      .split("\t")[0],
  );
const inodes = (name: string) =>
  Number(
    execFileSync("du", ["-s", "--inodes", join(home, name)])
      .toString()
      .split("\t")[0],
  );
const openDescriptors = () => readdirSync("/proc/self/fd").length;

/** A chain of directories too deep for any path, made from within as a process in a volume would. */
function makeDeep(name: string, depth: number): void {
  const script = `const fs = require("node:fs");
    for (let i = 0; i < ${depth}; i++) { fs.mkdirSync("d"); fs.writeFileSync("f", "x"); process.chdir("d"); }`;
  mkdirSync(join(home, name));
  execFileSync(process.execPath, ["-e", script], { cwd: join(home, name) });
}

function makeTree(name: string): void {
  for (let i = 0; i < 40; i++) {
    mkdirSync(join(home, name, `d${i % 4}`, `e${i}`), { recursive: true });
    writeFileSync(join(home, name, `d${i % 4}`, `e${i}`, "f"), Buffer.alloc(i * 1000));
  }
  linkSync(join(home, name, "d1/e1/f"), join(home, name, "d2/linked"));
  symlinkSync("/etc", join(home, name, "out"));
}

describe("a measured tree", () => {
  it("is what du counts, a hard link once", async () => {
    makeTree("tree");
    const { total } = await measureTree(fd, Buffer.from("tree"));
    expect(total).toEqual({ usedBytes: du("tree"), inodeCount: inodes("tree") });
  });

  it("says what is free when it goes: not what a link elsewhere keeps", async () => {
    mkdirSync(join(home, "tree"));
    writeFileSync(join(home, "tree/shared"), Buffer.alloc(100_000));
    writeFileSync(join(home, "tree/own"), Buffer.alloc(50_000));
    linkSync(join(home, "tree/own"), join(home, "tree/own-too"));
    linkSync(join(home, "tree/shared"), join(home, "kept"));
    const { total, exclusive } = await measureTree(fd, Buffer.from("tree"));
    expect(total.usedBytes - exclusive.usedBytes).toBe(lstatSync(join(home, "kept")).blocks * 512);
    expect(total.inodeCount - exclusive.inodeCount).toBe(1);
  });

  it("may be deeper than any path", async () => {
    makeDeep("deep", DEPTH);
    const before = openDescriptors();
    const { total } = await measureTree(fd, Buffer.from("deep"));
    expect(total.inodeCount).toBe(2 * DEPTH + 1);
    expect(openDescriptors()).toBe(before);
  });

  it("of a volume counts data and trash, and a link between them once", async () => {
    mkdirSync(join(home, "data"));
    mkdirSync(join(home, "trash"));
    writeFileSync(join(home, "data/a"), Buffer.alloc(10_000));
    linkSync(join(home, "data/a"), join(home, "trash/a"));
    const [data, trash] = [openSync(join(home, "data"), "r"), openSync(join(home, "trash"), "r")];
    const blocks = lstatSync(join(home, "data/a")).blocks * 512;
    expect(await measureVolume({ data, trash })).toEqual({ usedBytes: blocks, inodeCount: 1, trashBytes: blocks });
    closeSync(data);
    closeSync(trash);
  });

  it("is nothing when it is not there", async () => {
    expect((await measureTree(fd, Buffer.from("nope"))).total).toEqual({ usedBytes: 0, inodeCount: 0 });
  });
});

describe("a removed tree", () => {
  it("goes with all in it, and what its links lead to stays", async () => {
    makeTree("tree");
    writeFileSync(join(home, "kept"), "kept");
    symlinkSync(join(home, "kept"), join(home, "tree/link"));
    symlinkSync(home, join(home, "tree/d1/home"));
    await removeTree(fd, "tree");
    expect(readdirSync(home)).toEqual(["kept"]);
    await removeTree(fd, "tree");
  });

  it("may be deeper than any path, and read-only", async () => {
    makeDeep("deep", DEPTH);
    execFileSync("chmod", ["000", join(home, "deep/d")]);
    await removeTree(fd, "deep");
    expect(readdirSync(home)).toEqual([]);
  });

  it("may be a file or a link", async () => {
    writeFileSync(join(home, "file"), "x");
    symlinkSync("/etc", join(home, "link"));
    await removeTree(fd, "file");
    await removeTree(fd, "link");
    expect(readdirSync(home)).toEqual([]);
    expect(readdirSync("/etc").length).toBeGreaterThan(0);
  });
});

describe("walkTree", () => {
  it("meets every entry once, above before below, links as themselves", () => {
    makeTree("tree");
    const open = openSync(join(home, "tree"), "r");
    const seen: string[] = [];
    for (const entry of walkTree(open)) {
      const way = Buffer.concat(entry.way().flatMap((name, i) => (i === 0 ? [name] : [Buffer.from("/"), name])));
      const above = way.toString().split("/").slice(0, -1).join("/");
      if (above !== "") expect(seen).toContain(above);
      seen.push(way.toString());
    }
    const there = execFileSync("find", [".", "-mindepth", "1", "-printf", "%P\n"], { cwd: join(home, "tree") });
    expect(seen.toSorted()).toEqual(there.toString().trimEnd().split("\n").toSorted());
    closeSync(open);
  });

  it("gives back its descriptors when it is left early, also far below", () => {
    makeDeep("deep", 200);
    const before = openDescriptors();
    const open = openSync(join(home, "deep"), "r");
    let steps = 0;
    for (const _ of walkTree(open)) if (++steps === 300) break;
    closeSync(open);
    expect(openDescriptors()).toBe(before);
    rmSync(join(home, "deep"), { recursive: true });
  });
});
