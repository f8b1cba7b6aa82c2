import { mkdtemp, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { prepareDataDirectory } from "./prepare-data-directory.ts";

describe("prepareDataDirectory", () => {
  let parent: string;
  beforeEach(async () => {
    parent = await mkdtemp(join(tmpdir(), "nullspace-data-"));
  });
  afterEach(async () => {
    vi.restoreAllMocks();
    await rm(parent, { recursive: true });
  });

  it("makes it with its parents, for its owner alone, and takes it again", async () => {
    const path = join(parent, "a", "b");
    await prepareDataDirectory(path);
    expect((await stat(path)).mode & 0o777).toBe(0o700);
    await expect(prepareDataDirectory(path)).resolves.toContain(join("a", "b"));
  });

  it("tells another user that root was here", async () => {
    const path = join(parent, "data");
    vi.spyOn(process, "getuid").mockReturnValue(0);
    await prepareDataDirectory(path);
    // What that user would find, also where the directory itself was handed over.
    vi.spyOn(process, "getuid").mockReturnValue(12345);
    await expect(prepareDataDirectory(path)).rejects.toThrow(/root.*NULLSPACE_DATA_DIR/);
  });

  it("names the directory and the reason when it cannot be written", async () => {
    const file = join(parent, "file");
    await writeFile(file, "");
    await expect(prepareDataDirectory(join(file, "data"))).rejects.toThrow(
      /NULLSPACE_DATA_DIR: .*file\/data .*ENOTDIR/,
    );
  });
});
