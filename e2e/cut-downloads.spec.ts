import { createHash, randomBytes } from "node:crypto";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "@playwright/test";
import { uploadByGrant } from "#lib/api/client/upload-by-grant.ts";
import type { VolumeId } from "#lib/api/ids.ts";
import { childOf, ROOT } from "#lib/api/paths.ts";
import { buildCli } from "../scripts/build-cli.ts";
import { type CutDownloads, startCutDownloads } from "./support/cut-downloads.ts";
import { runCommand } from "./support/run-command.ts";
import { type StartedControlPlane, startControlPlane } from "./support/start-control-plane.ts";

// The command line downloads over a line that is cut.

const MiB = 1024 * 1024;
const SIZE = 48 * MiB;
const FILE = childOf(ROOT, "big.bin");

let system: StartedControlPlane;
let proxy: CutDownloads;
let cli: string;
let here: string;

test.beforeAll(async () => {
  here = await mkdtemp(join(tmpdir(), "nullspace-cut-"));
  cli = await buildCli();
  proxy = await startCutDownloads();
  system = await startControlPlane({ NULLSPACE_PUBLIC_API_URL: proxy.url });
  proxy.forwardTo(system.apiUrl);
});
test.afterAll(async () => {
  await system?.stop();
  proxy?.stop();
  await rm(here, { recursive: true, force: true });
});
test.beforeEach(() => {
  proxy.ranges = [];
  proxy.onCut = async () => {};
});

const nullspace = (...args: string[]) =>
  runCommand([process.execPath, cli, ...args], { environment: system.environment, cwd: here });
const digest = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");

async function put(volume: VolumeId): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = new Uint8Array(randomBytes(SIZE));
  await uploadByGrant(system.api.transfers, volume, FILE, bytes, { size: SIZE, fetch: globalThis.fetch });
  return bytes;
}

test("a download goes on where the line was cut, and has every byte", async () => {
  const { id, name } = await system.api.volumes.create({ name: "cut-downloads" });
  const bytes = await put(id);
  proxy.cutAfter = [20 * MiB, 20 * MiB];
  expect(await nullspace("volume", "download", name, FILE, "big.bin")).toMatchObject({ exit: 0 });
  expect(digest(await readFile(join(here, "big.bin")))).toBe(digest(bytes));
  const [first, ...rests] = proxy.ranges;
  expect(first).toBeNull();
  const starts = rests.map((range) => Number(/^bytes=(\d+)-$/.exec(range ?? "")?.[1]));
  expect(starts).toHaveLength(2);
  expect(starts[0]).toBeGreaterThan(0);
  expect(starts[1]).toBeGreaterThan(starts[0] ?? 0);
});

test("a file that was replaced after the cut is told of, and leaves nothing behind", async () => {
  const { id, name } = await system.api.volumes.create({ name: "cut-and-replaced" });
  await put(id);
  proxy.cutAfter = [20 * MiB];
  proxy.onCut = async () => void (await put(id));
  const before = await readdir(here);
  const ran = await nullspace("volume", "download", name, FILE, "mixed.bin", "--json");
  expect(ran.exit).toBe(7);
  expect(JSON.parse(ran.stdout)).toMatchObject({ error: { code: "precondition_failed" } });
  expect(await readdir(here)).toEqual(before);
});
