import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { setTimeout as delay } from "node:timers/promises";
import type { SandboxId } from "#lib/api/ids.ts";
import { newId } from "../new-id.ts";
import { createLocalRuntime } from "../runtimes/local/create-local-runtime.ts";

// What an ordinary user's control plane does with a sandbox, run as one; says what it saw as JSON.
const dataDirectory = process.argv[2] ?? "";
const runtime = await createLocalRuntime({ dataDirectory, volumeUid: 61_000 });

async function run(id: SandboxId, script: string): Promise<string> {
  const { stdout, stderr, ended } = await runtime.exec(id, { argv: ["/bin/sh", "-c", script] });
  const [output] = await Promise.all([text(stdout), text(stderr), ended]);
  return output;
}

async function tour() {
  const id = newId("sb");
  const source = join(dataDirectory, "data");
  mkdirSync(source);
  writeFileSync(join(source, "hello"), "hello");
  const spec = {
    sandboxId: id,
    attachmentId: newId("att"),
    source,
    subpath: null,
    mountPath: "/data/x",
    readOnly: false,
  };
  await runtime.start({ id, memoryMb: 64, vcpus: 1 });
  await runtime.mount(spec);
  const written = await run(
    id,
    "cat /data/x/hello; echo back > /data/x/answer; id -u; unshare -U true || echo refused",
  );
  const check = await runtime.check(spec, 10_000);
  await runtime.mount({ ...spec, readOnly: true });
  const refused = await run(id, "touch /data/x/new 2>&1");
  await run(id, "cd /data/x && sleep 1000 >/dev/null 2>&1 &");
  while (!(await runtime.processes(id)).some(({ command }) => command === "sleep 1000")) await delay(5);
  const busy = await runtime.unmount(spec);
  await runtime.killHolders(spec);
  const free = await runtime.unmount(spec);
  await runtime.freeze(id);
  const frozen = await runtime.inspect(id);
  await runtime.thaw(id);
  const thawed = await run(id, "echo on");
  await runtime.recover(async () => ({ running: [id], stopped: [], snapshots: [], elsewhere: [] }));
  const adopted = await runtime.list();
  await runtime.recover(async () => ({ running: [], stopped: [], snapshots: [], elsewhere: [] }));
  const left = [...readdirSync(join(dataDirectory, "sandboxes")), ...(await runtime.list())];
  return { id, written, files: readdirSync(source), check, refused, busy, free, frozen, thawed, adopted, left };
}

process.stdout.write(
  JSON.stringify({ capability: runtime.capability, saw: runtime.capability.available ? await tour() : null }),
);
