import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import type { CopyFilesInput, CopyLine } from "#lib/api/files.ts";
import { VolumePathInput } from "#lib/api/volume-path.ts";
import { databaseMissing } from "../testing/open-test-database.ts";
import { openTransfers, type TestVolume, type Transfers } from "../testing/open-transfers.ts";
import { createCopyGrant } from "./create-copy-grant.ts";

const MiB = 1024 * 1024;
const path = (text: string) => VolumePathInput.parse(text);

describe.skipIf(databaseMissing() !== null)("a copy by grant", () => {
  let transfers: Transfers;
  let volume: TestVolume;
  beforeAll(async () => {
    transfers = await openTransfers();
  });
  afterAll(() => transfers.close());
  beforeEach(async () => {
    volume = await transfers.makeVolume();
    await mkdir(join(volume.data, "to"));
  });

  const grantFor = async (paths: string[], conflict: CopyFilesInput["conflict"] = "error") =>
    (
      await createCopyGrant(transfers.team.member, volume.id, {
        paths: paths.map(path),
        destination: path("/to"),
        conflict,
      })
    ).url;
  const linesOf = async (response: Response): Promise<CopyLine[]> =>
    (await response.text())
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line));

  it("says how far it is in bytes, up to all of them, and last how each path ended", async () => {
    await writeFile(join(volume.data, "big"), Buffer.alloc(64 * MiB, 1));
    const response = await fetch(await grantFor(["/big", "/missing"]), { method: "POST" });
    expect(response.headers.get("content-security-policy")).toContain("sandbox");
    const lines = await linesOf(response);
    expect(lines.at(-1)).toMatchObject({
      result: { succeeded: [{ path: "/big", to: "/to/big" }], failed: [{ path: "/missing", code: "file_not_found" }] },
    });
    const said = lines.flatMap((line) => ("progress" in line ? [line.progress] : []));
    expect(said.length).toBeGreaterThan(0);
    for (const { done_bytes, total_bytes } of said) {
      expect(total_bytes).toBe(64 * MiB);
      expect(done_bytes).toBeLessThanOrEqual(total_bytes);
    }
    expect(said.map(({ done_bytes }) => done_bytes)).toEqual(said.map((one) => one.done_bytes).sort((a, b) => a - b));
    expect((await readFile(join(volume.data, "to/big"))).length).toBe(64 * MiB);
  });

  it("ends when the connection does, and leaves nothing half", async () => {
    await writeFile(join(volume.data, "small"), "whole");
    await writeFile(join(volume.data, "big"), Buffer.alloc(256 * MiB, 1));
    const stop = new AbortController();
    const response = await fetch(await grantFor(["/small", "/big"]), { method: "POST", signal: stop.signal });
    const reader = response.body?.getReader();
    await reader?.read();
    stop.abort();
    await vi.waitFor(async () => expect(await volume.staged()).toEqual([]), { timeout: 30_000, interval: 50 });
    expect(await readdir(join(volume.data, "to"))).toEqual(["small"]);
  });

  it("is refused to a viewer, for another volume, when altered, and once the right is lost", async () => {
    const input = { paths: [path("/a")], destination: path("/to"), conflict: "error" as const };
    await expect(createCopyGrant(transfers.team.viewer, volume.id, input)).rejects.toMatchObject({ code: "forbidden" });
    const other = await transfers.makeVolume();
    const url = await grantFor(["/a"]);
    for (const wrong of [url.replace(volume.id, other.id), url.slice(0, -4), url.replace("/copy?", "/file?")]) {
      const response = await fetch(wrong, { method: "POST" });
      expect(response.status).toBe(403);
      expect(await response.json()).toMatchObject({ code: "grant_invalid" });
    }
    const reading = await fetch(
      await volume.download({ path: "/to" }).then((link) => link.replace("/file?", "/copy?")),
      {
        method: "POST",
      },
    );
    expect(reading.status).toBe(403);
  });

  it("tells in its last line what it could not begin", async () => {
    const grant = await createCopyGrant(transfers.team.member, volume.id, {
      paths: [path("/a")],
      destination: path("/nowhere"),
      conflict: "error",
    });
    const lines = await linesOf(await fetch(grant.url, { method: "POST" }));
    expect(lines).toMatchObject([{ refused: { code: "file_not_found" } }]);
  });
});
