import { fdatasyncSync, fsyncSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, vi } from "vitest";
import { openPGlite } from "./open-pglite.ts";

vi.mock("node:fs", async (original) => {
  const real = await original<typeof import("node:fs")>();
  return { ...real, fdatasyncSync: vi.fn(real.fdatasyncSync), fsyncSync: vi.fn(real.fsyncSync) };
});

it("asks the disk to keep every commit before it is acknowledged", async () => {
  const directory = await mkdtemp(join(tmpdir(), "nullspace-durable-"));
  const database = await openPGlite(join(directory, "db"));
  await database.runScript("create table t (a int)");
  for (let commit = 0; commit < 3; commit += 1) {
    vi.mocked(fdatasyncSync).mockClear();
    await database.runScript("insert into t values (1)");
    expect(fdatasyncSync).toHaveBeenCalled();
  }
  // A checkpoint makes tables and directories durable too.
  vi.mocked(fsyncSync).mockClear();
  await expect(database.queries.execute("checkpoint")).resolves.toBeDefined();
  expect(fsyncSync).toHaveBeenCalled();
  await database.close();
  await rm(directory, { recursive: true });
});
