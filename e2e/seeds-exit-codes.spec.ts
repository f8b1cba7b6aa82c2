import { randomBytes } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "@playwright/test";
import type { VolumeId } from "#lib/api/ids.ts";
import { commandLines } from "./support/command-lines.ts";
import { runCommand } from "./support/run-command.ts";
import { accessTokenOf, OWNER, setUp } from "./support/sign-in.ts";
import { type StartedControlPlane, startControlPlane } from "./support/start-control-plane.ts";

let system: StartedControlPlane;
let here: string;
let readKey: string;
let full: VolumeId;

async function sendJson(method: string, path: string, token: string, body: object) {
  const answer = await fetch(`${system.apiUrl}/v1/${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(await answer.text());
  return answer.json();
}

test.beforeAll(async () => {
  system = await startControlPlane();
  here = await mkdtemp(join(tmpdir(), "nullspace-exit-codes-"));
  await writeFile(join(here, "model.bin"), "weights");
  await setUp(system, OWNER);
  readKey = (await sendJson("POST", "keys", await accessTokenOf(system, OWNER), { name: "looks", scope: "read" })).key;
  ({ id: full } = await system.api.volumes.create({ name: "full" }));
  // So that nothing fits.
  await sendJson("PUT", `admin/volumes/${full}/cap`, system.operatorKey, { max_size_bytes: 1 });
});
test.afterAll(async () => {
  await system.stop();
  await rm(here, { recursive: true, force: true });
});

for (const { name, command, missing } of await commandLines())
  test(`${name} ends with the exit code of what went wrong, from 0 to 8`, async () => {
    test.skip(missing !== null, missing ?? "");
    const cli = await command();
    const volume = `v-${randomBytes(6).toString("hex")}`;
    const run = (args: string[], key = system.apiKey, input = "") =>
      runCommand([...cli, ...args], {
        environment: { ...system.environment, NULLSPACE_API_KEY: key },
        cwd: here,
        input,
      });
    /** Holds that a line ends so; and where the code is told in JSON, that it is such a one. */
    const ends = async (exit: number, code: RegExp | null, args: string[], key?: string, input?: string) => {
      const ran = await run(args, key, input);
      expect(ran, args.join(" ")).toMatchObject({ exit });
      if (code !== null)
        expect(JSON.parse(ran.stdout).error, args.join(" ")).toMatchObject({
          code: expect.stringMatching(code),
        });
      return ran;
    };

    await ends(0, null, ["volume", "create", volume]);
    await ends(0, null, ["volume", "write", volume, "/hello.txt"], undefined, "hello");

    await ends(1, null, ["volume", "exists", volume, "/none.txt"]);
    await ends(2, null, ["volume", "cat"]);
    await ends(2, null, ["volume", "stat", volume, "relative.txt"]);
    await ends(2, null, ["volume", "list", "--fields", "nonsense"]);
    await ends(3, /not_found$/, ["volume", "get", "none", "--json"]);
    await ends(3, null, ["volume", "stat", volume, "/none.txt"]);
    await ends(4, /^unauthorized$/, ["volume", "list", "--json"], `ns_live_${"0".repeat(32)}`);
    await ends(5, null, ["volume", "mkdir", volume, "/never"], readKey);
    await ends(6, null, ["volume", "write", "full", "/more.txt"], undefined, "more");
    await ends(7, null, ["volume", "create", volume]);
    await ends(7, null, ["volume", "mkdir", volume, "/hello.txt/below"]);

    const { available, reason } = await system.api.sandboxes.runtime();
    test.skip(!available, `exit 8, and refused mounts, without a sandbox: ${reason}`);
    const mount = (path: string) => `ref=${volume},mount=${path}`;
    await ends(1, null, ["sandbox", "create", "--volume", mount("/workspace/.nullspace")]);
    await ends(1, null, ["sandbox", "create", "--volume", mount("/a"), "--volume", mount("/a/b")]);
    const { id } = await system.api.sandboxes.create({});
    await ends(8, /^exec_timeout$/, ["sandbox", "exec", id, "--timeout", "1", "--json", "sleep", "60"]);
    await system.api.sandboxes.destroy(id);
    await ends(3, /^sandbox_not_found$/, ["sandbox", "get", "sb_00000000", "--json"]);
  });
