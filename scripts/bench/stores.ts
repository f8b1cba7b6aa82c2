import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createClient } from "#lib/api/client/client.ts";
import { freePort, runControlPlane } from "../../control-plane/testing/run-control-plane.ts";
import { GiB, median, ms, rate, type Table, timed } from "./measure.ts";

const RUNS = 3;
const FILES = 10_000;

/** Runs a line of shell in a directory to be measured. */
type Shell = (line: string) => Promise<void>;
type Measured = { write: number; read: number; files: number };

/** So that a read comes from the disk. Only root may; elsewhere it is warm for every row alike. */
async function dropCaches(): Promise<void> {
  execFileSync("sync");
  if (process.getuid?.() === 0) await writeFile("/proc/sys/vm/drop_caches", "3");
}

async function medianOf(shell: Shell, line: string, after: string): Promise<number> {
  const times: number[] = [];
  for (let run = 0; run < RUNS; run++) {
    await dropCaches();
    times.push(await timed(() => shell(line)));
    await shell(after);
  }
  return median(times);
}

async function measure(shell: Shell): Promise<Measured> {
  const write = "dd if=/dev/zero of=big bs=1M count=1024 conv=fsync status=none";
  const writing = await medianOf(shell, write, "rm big");
  await shell(write);
  const read = await medianOf(shell, "dd if=big of=/dev/null bs=1M status=none", "true");
  await shell("rm big");
  const create = `mkdir small; i=0; while [ $i -lt ${FILES} ]; do echo x > small/$i; i=$((i+1)); done; sync -f small`;
  return { write: writing, read, files: await medianOf(shell, create, "rm -r small") };
}

/** Through a volume that is mounted into a sandbox, from inside. */
async function measureMount(parent: string, store: "directory" | "image"): Promise<Measured> {
  const data = await mkdtemp(join(parent, "nullspace-bench-"));
  const key = `ns_live_${randomBytes(16).toString("hex")}`;
  const port = await freePort();
  const controlPlane = runControlPlane({
    NULLSPACE_DATA_DIR: data,
    NULLSPACE_API_PORT: String(port),
    NULLSPACE_BOOTSTRAP_API_KEY: key,
    NULLSPACE_STORE: store,
    NULLSPACE_VOLUME_CAP_BYTES: String(4 * GiB),
  });
  await controlPlane.ready;
  const api = createClient({
    baseUrl: `http://127.0.0.1:${port}`,
    headers: () => ({ authorization: `Bearer ${key}` }),
  });
  try {
    const { id: ref } = await api.volumes.create({ name: "bench" });
    const { id } = await api.sandboxes.create({
      template: "base",
      timeout_ms: 3_600_000,
      volumes: [{ ref, mount_path: "/workspace/bench" }],
    });
    const measured = await measure(async (line) => {
      const command = `cd /workspace/bench && { ${line}; }`;
      const { exit_code, stderr } = await api.sandboxes.exec(id, { command, timeout_secs: 300 });
      if (exit_code !== 0) throw new Error(`${line} ended with ${exit_code}: ${stderr}`);
    });
    await api.sandboxes.destroy(id);
    return measured;
  } finally {
    controlPlane.process.kill("SIGTERM");
    await controlPlane.ended;
    await rm(data, { recursive: true });
  }
}

/** The host's own disk. */
async function measureHost(parent: string): Promise<Measured> {
  const directory = await mkdtemp(join(parent, "nullspace-bench-"));
  const measured = await measure(async (line) => void execFileSync("sh", ["-c", line], { cwd: directory }));
  await rm(directory, { recursive: true });
  return measured;
}

/**
 * A big file and many small ones, as a process in a sandbox writes and reads them, beside the host's own disk.
 * @param parent a directory on the disk to be measured
 */
export async function stores(parent: string): Promise<Table> {
  const host = await measureHost(parent);
  const row = (where: string, { write, read, files }: Measured) => ({
    where,
    "1 GiB written, one fsync": `${rate(GiB, write)} (${(host.write / write).toFixed(2)})`,
    "1 GiB read": `${rate(GiB, read)} (${(host.read / read).toFixed(2)})`,
    [`${FILES.toLocaleString("en")} small files`]: `${ms(files)} (${(host.files / files).toFixed(2)})`,
  });
  const rows = [row("the host's own disk", host)];
  rows.push(row("mount of a `directory` volume", await measureMount(parent, "directory")));
  if (process.getuid?.() === 0) rows.push(row("mount of an `image` volume", await measureMount(parent, "image")));
  return { title: `Through a mount, median of ${RUNS}, in brackets beside the host`, rows };
}
