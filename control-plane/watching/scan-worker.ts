import type { BigIntStats } from "node:fs";
import { nameFromBytes, nameToBytes } from "#lib/api/paths.ts";
import { createBreather } from "../storage/breather.ts";
import { lstatAt } from "../storage/descriptors.ts";
import { etagOf } from "../storage/etag.ts";
import { refuseKernelFiles } from "../storage/kernel-files.ts";
import { readNames } from "../storage/read-names.ts";
import { serveJobs } from "../storage/serve-jobs.ts";
import { walkTree } from "../storage/walk-tree.ts";
import { type Found, MAX_NAMES_TOLD, type ScanJob, type ScanReply } from "./scan-contract.ts";

/** Entries of a tree that are remembered. */
const MAX_TREE_ENTRIES = 200_000;

// What each observed directory was like at its last scan, kept here so that a large one never crosses between threads.
const memories = new Map<number, Map<string, string>>();

/** What changes when an entry does. Of a directory not its time, which everything inside it touches. */
function versionOf(stat: BigIntStats): string {
  if (stat.isDirectory()) return `${stat.ino}:${stat.mode}:${stat.uid}`;
  return `${stat.ino}:${stat.mode}:${stat.uid}:${stat.size}:${stat.mtimeNs}`;
}

const toFound = (name: string, stat: BigIntStats | null, created: boolean): Found => ({
  name,
  present: stat !== null,
  created,
  etag: stat?.isFile() ? etagOf(stat) : null,
  changedMs: Number(stat?.ctimeMs ?? 0),
});

class Differences {
  readonly found = new Map<string, Found>();
  tooMany = false;

  add(found: Found): void {
    if (this.found.size < MAX_NAMES_TOLD || this.found.has(found.name)) this.found.set(found.name, found);
    else this.tooMany = true;
  }
}

function compare(memory: Map<string, string>, name: string, stat: BigIntStats | null, into: Differences): void {
  const before = memory.get(name);
  const now = stat === null ? undefined : versionOf(stat);
  if (before === now) return;
  if (now === undefined) memory.delete(name);
  else memory.set(name, now);
  into.add(toFound(name, stat, before === undefined));
}

function lookAt(directory: number, name: string): BigIntStats | null {
  const bytes = nameToBytes(name);
  return bytes === null ? null : lstatAt(directory, bytes);
}

async function scanAll(directory: number, memory: Map<string, string>, into: Differences): Promise<void> {
  const breathe = createBreather();
  const gone = new Set(memory.keys());
  for (const bytes of readNames(directory)) {
    const name = nameFromBytes(bytes);
    // Nothing is opened and no link is followed, so a FIFO or a device is safe here.
    const stat = lstatAt(directory, bytes);
    if (stat === null) continue;
    gone.delete(name);
    compare(memory, name, stat, into);
    await breathe();
  }
  // A name that came and went while the directory was read may have been missed: look before it is said to be gone.
  for (const name of gone) {
    compare(memory, name, lookAt(directory, name), into);
    await breathe();
  }
}

/** Everything below an open directory. What is beyond the limit is not watched. */
async function scanTree(
  { directory, guarded }: ScanJob & { kind: "scan" },
  memory: Map<string, string>,
  into: Differences,
): Promise<void> {
  const breathe = createBreather();
  const gone = new Set(memory.keys());
  let count = 0;
  for (const entry of walkTree(directory, undefined, guarded ? refuseKernelFiles : undefined)) {
    if (++count > MAX_TREE_ENTRIES) return;
    const path = entry.way().map(nameFromBytes).join("/");
    gone.delete(path);
    compare(memory, path, entry.stat, into);
    await breathe();
  }
  // By what the walk saw: a path of several names is never handed to the kernel.
  for (const path of gone) compare(memory, path, null, into);
}

async function scan(job: ScanJob & { kind: "scan" }): Promise<ScanReply> {
  const differences = new Differences();
  const known = memories.get(job.id);
  const memory = known ?? new Map<string, string>();
  memories.set(job.id, memory);
  if (job.recursive) await scanTree(job, memory, differences);
  else if (job.names === "all" || known === undefined) await scanAll(job.directory, memory, differences);
  else for (const name of job.names) compare(memory, name, lookAt(job.directory, name), differences);
  if (known === undefined) return { found: [], tooMany: false };
  for (const name of job.verify) {
    const stat = lookAt(job.directory, name);
    compare(memory, name, stat, differences);
    if (stat === null) differences.add(toFound(name, null, false));
  }
  return { found: [...differences.found.values()], tooMany: differences.tooMany };
}

serveJobs<ScanJob, ScanReply>(async (job) => {
  if (job.kind === "scan") return { result: await scan(job) };
  memories.delete(job.id);
  return { result: { found: [], tooMany: false } };
});
