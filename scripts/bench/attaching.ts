import { execFileSync } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ms, percentile, type Table, timed } from "./measure.ts";
import type { Measured } from "./measured.ts";

const RUNS = 40;

/** What the kernel and the tool need alone. */
async function bareMounts(): Promise<{ mount: number[]; unmount: number[] }> {
  const from = await mkdtemp(join(tmpdir(), "nullspace-bench-"));
  const to = await mkdtemp(join(tmpdir(), "nullspace-bench-"));
  const mount: number[] = [];
  const unmount: number[] = [];
  for (let run = 0; run < RUNS; run++) {
    mount.push(await timed(async () => void execFileSync("mount", ["--bind", from, to])));
    unmount.push(await timed(async () => void execFileSync("umount", [to])));
  }
  await rm(from, { recursive: true });
  await rm(to, { recursive: true });
  return { mount, unmount };
}

/** Attach until `mounted`, and back until `released`, over the API, one after the other. */
export async function attaching(system: Measured): Promise<Table> {
  const sandbox = await system.api.sandboxes.create({ template: "base", timeout_ms: 3_600_000 });
  const volume = await system.api.volumes.create({ name: "bench-attach" });
  const attach: number[] = [];
  const detach: number[] = [];
  for (let run = 0; run < RUNS; run++) {
    const began = performance.now();
    const made = await system.api.attachments.attach(sandbox.id, { ref: volume.id, mount_path: "/workspace/bench" });
    attach.push(performance.now() - began);
    if (made.state !== "mounted") throw new Error(`the attachment is ${made.state}`);
    const released = await timed(async () => {
      const { state } = await system.api.attachments.detach(sandbox.id, made.id);
      if (state !== "released") throw new Error(`the attachment is ${state}`);
    });
    detach.push(released);
  }
  await system.api.sandboxes.destroy(sandbox.id);
  await system.api.volumes.delete(volume.id);
  const row = (what: string, times: number[]) => ({
    what,
    p50: ms(percentile(times, 0.5)),
    p95: ms(percentile(times, 0.95)),
  });
  const rows = [row("attach, until mounted", attach), row("detach, until released", detach)];
  if (process.getuid?.() === 0) {
    const bare = await bareMounts();
    rows.push(row("bare mount --bind", bare.mount), row("bare umount", bare.unmount));
  }
  return { title: `Attaching, ${RUNS} times`, rows };
}
