import { createHash, randomBytes } from "node:crypto";
import { readFileSync, statSync } from "node:fs";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ApiError } from "#lib/api/api-error.ts";
import type { VolumeId } from "#lib/api/ids.ts";
import { createDirectoryStore } from "./directory-store.ts";
import { discard, type HashedFile, type StageOptions, stageFile } from "./stage-file.ts";

const volume = "vol_stage0000" as VolumeId;
let dataDirectory: string;
let stage: (
  chunks: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
  options?: Partial<StageOptions>,
) => Promise<HashedFile>;

beforeEach(async () => {
  dataDirectory = await mkdtemp(join(tmpdir(), "nullspace-stage-"));
  const store = createDirectoryStore({ dataDirectory, volumeUid: 61_000 });
  await store.create(volume, 1);
  stage = (chunks, options) =>
    store.use(volume, (root) => stageFile(root, inTurns(chunks), { maxBytes: 1_000_000_000, ...options }));
});
afterEach(() => rm(dataDirectory, { recursive: true }));

async function* inTurns(chunks: Iterable<Uint8Array> | AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield* chunks;
}
const stagingOf = () => join(dataDirectory, "volumes", volume, "staging");

it("keeps what arrives, in whatever pieces, with its digest and the owner's rights", async () => {
  const chunks = Array.from({ length: 300 }, (_, i) => randomBytes((i * 7919) % 20_000));
  const whole = Buffer.concat(chunks);
  const staged = await stage(chunks, { expectedBytes: whole.length });
  const path = join(stagingOf(), staged.name);
  expect(readFileSync(path).equals(whole)).toBe(true);
  const stat = statSync(path);
  expect(staged).toMatchObject({
    size: whole.length,
    sha256: createHash("sha256").update(whole).digest("hex"),
    allocatedBytes: stat.blocks * 512,
  });
  expect(stat.mode & 0o777).toBe(0o644);
  if (process.getuid?.() === 0) expect([stat.uid, stat.gid]).toEqual([61_000, 61_000]);
});

describe("refuses, and nothing stays of it,", () => {
  const bytes = [Buffer.alloc(600_000, 1), Buffer.alloc(600_000, 2)];
  it.each<[string, Partial<StageOptions>, string]>([
    ["more than is allowed", { maxBytes: 1_000_000 }, "file_upload_limit_exceeded"],
    ["more than was declared", { expectedBytes: 1_000_000 }, "file_upload_limit_exceeded"],
    ["less than was declared", { expectedBytes: 1_200_001 }, "length_mismatch"],
    ["another content than was declared", { expectedSha256: "0".repeat(64) }, "checksum_mismatch"],
  ])("%s", async (_name, options, code) => {
    await expect(stage(bytes, options)).rejects.toMatchObject({ code });
    expect(await readdir(stagingOf())).toEqual([]);
  });

  it("what is over the cap, in the caller's words", async () => {
    const overMax = () => new ApiError("volume_quota_exceeded", "full");
    await expect(stage(bytes, { maxBytes: 1, overMax })).rejects.toMatchObject({ code: "volume_quota_exceeded" });
  });

  it("a sender that breaks off", async () => {
    async function* broken() {
      yield Buffer.alloc(2_000_000);
      throw new Error("connection lost");
    }
    await expect(stage(broken())).rejects.toThrow("connection lost");
    expect(await readdir(stagingOf())).toEqual([]);
  });

  it("what its caller gives up", async () => {
    const controller = new AbortController();
    async function* endless() {
      for (let i = 0; ; i++) {
        if (i === 50) controller.abort();
        yield Buffer.alloc(65_536);
      }
    }
    await expect(stage(endless(), { signal: controller.signal })).rejects.toThrow(/abort/i);
    expect(await readdir(stagingOf())).toEqual([]);
  });
});

it("discards what was staged, and is content when it is gone", async () => {
  const store = createDirectoryStore({ dataDirectory, volumeUid: 61_000 });
  const staged = await stage([Buffer.from("x")]);
  await store.use(volume, async (root) => {
    await discard(root, staged);
    await discard(root, staged);
  });
  expect(await readdir(stagingOf())).toEqual([]);
});
