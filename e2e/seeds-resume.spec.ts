import { createHash, randomBytes } from "node:crypto";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "@playwright/test";
import { parseVolumePath } from "#lib/api/paths.ts";
import { officialClient, RELEASES } from "./support/official-client.ts";
import { runCommand } from "./support/run-command.ts";
import { runScript, scriptCommand } from "./support/run-script.ts";
import { type StartedControlPlane, startControlPlane } from "./support/start-control-plane.ts";
import { type CuttingProxy, startCuttingProxy } from "./support/start-cutting-proxy.ts";

const MiB = 1024 * 1024;
/** Seven parts. */
const BYTES = 50 * MiB;

let system: StartedControlPlane;
let proxy: CuttingProxy;
let here: string;
test.beforeAll(async () => {
  [system, proxy] = await Promise.all([startControlPlane(), startCuttingProxy()]);
  proxy.forwardTo(system.apiUrl);
  here = await mkdtemp(join(tmpdir(), "nullspace-seeds-resume-"));
  await writeFile(join(here, "large.bin"), randomBytes(BYTES));
  await mkdir(join(here, "tree/deep"), { recursive: true });
  await writeFile(join(here, "tree/deep/large.bin"), randomBytes(BYTES));
  await writeFile(join(here, "tree/small.txt"), "small\n");
});
test.beforeEach(() => {
  Object.assign(proxy, { left: Number.POSITIVE_INFINITY, cuts: 0 });
  proxy.parts.length = 0;
});
test.afterAll(async () => {
  await rm(here, { recursive: true, force: true });
  proxy.stop();
  await system.stop();
});

const sha256 = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");
const pathOf = (text: string) => {
  const parsed = parseVolumePath(text);
  if (!parsed.ok) throw new Error(parsed.problem);
  return parsed.path;
};

/** The client it is done by, and the SHA-256 of what then is in the volume. */
async function prepare(release: (typeof RELEASES)[number]) {
  const client = await officialClient(release);
  test.skip("missing" in client, "missing" in client ? client.missing : "");
  if ("missing" in client) throw new Error(client.missing);
  const environment = { ...system.environment, NULLSPACE_API_URL: proxy.url };
  return {
    client,
    environment,
    run: (...args: string[]) => runScript(client, "resume.py", environment, args),
    digestOf: async (path: string) => {
      const { id } = await system.api.volumes.getByName("resumed");
      const { url } = await system.api.transfers.downloadGrant(id, { path: pathOf(path), purpose: "download" });
      return sha256(new Uint8Array(await (await fetch(url)).arrayBuffer()));
    },
  };
}

for (const release of RELEASES) {
  test(`an upload of the official client ${release} whose line is cut in the middle of parts goes on by itself`, async () => {
    const { run, digestOf } = await prepare(release);
    proxy.left = 2;
    const running = run(join(here, "large.bin"), "/cut.bin");
    await expect.poll(() => proxy.cuts).toBeGreaterThan(0);
    proxy.left = Number.POSITIVE_INFINITY;
    await running;
    // A part of which the answer alone was lost may have come twice.
    expect([...new Set(proxy.parts)].sort()).toEqual([0, 1, 2, 3, 4, 5, 6]);
    expect(await digestOf("/cut.bin")).toBe(sha256(await readFile(join(here, "large.bin"))));
  });

  for (const [source, destination, file] of [
    ["large.bin", "/killed.bin", ""],
    ["tree", "/killed", "/deep/large.bin"],
  ] as const)
    test(`an upload of ${source} that a killed process of the official client ${release} left is gone on with by another`, async () => {
      const { client, environment, run, digestOf } = await prepare(release);
      const killing = new AbortController();
      proxy.left = 3;
      const begun = runCommand(scriptCommand(client, "resume.py", [join(here, source), destination]), {
        environment,
        signal: killing.signal,
      });
      await expect.poll(() => proxy.parts.length === 3 && proxy.cuts > 0, { timeout: 60_000 }).toBe(true);
      killing.abort();
      const { stdout, exit } = await begun;
      expect(exit).toBeNull();
      const [id = "no upload was told"] = stdout.split("\n");

      const arrived = [...proxy.parts].sort();
      proxy.left = Number.POSITIVE_INFINITY;
      proxy.parts.length = 0;
      await run(join(here, source), destination, id);
      // It goes on at the first part that is missing.
      const missing = [0, 1, 2, 3, 4, 5, 6].filter((part) => !arrived.includes(part));
      expect(Math.min(...proxy.parts)).toBe(missing[0]);
      expect(proxy.parts).toEqual(expect.arrayContaining(missing));
      expect(await digestOf(`${destination}${file}`)).toBe(sha256(await readFile(join(here, `${source}${file}`))));
    });
}
