import { fstatSync } from "node:fs";
import { Worker } from "node:worker_threads";
import PQueue from "p-queue";
import type { TeamId } from "#lib/api/ids.ts";
import type { VolumeRoot } from "../storage/store.ts";
import { listCandidates } from "./list-candidates.ts";
import { ripgrepPattern } from "./ripgrep-pattern.ts";
import type { ListedFiles, SearchJob, SearchReply } from "./search-contract.ts";

/** Searches of this process at once, and of one team among them; the others wait in turn. */
const MAX_RUNNING = 4;
const MAX_RUNNING_OF_TEAM = 2;
/** What a pattern may make the thread take, in MiB, before it is ended. */
const MAX_HEAP_MIB = 512;

/** The search took longer than it may; its thread is ended, whatever it was doing. */
export class SearchTimeout extends Error {}

const FILE = new URL("./search-worker.ts", import.meta.url);
const all = new PQueue({ concurrency: MAX_RUNNING });
const teams = new Map<TeamId, PQueue>();
/** Threads that ended their last search by themselves. */
const idle = new Set<Worker>();

function take(): Worker {
  for (const known of idle) {
    idle.delete(known);
    known.ref();
    return known;
  }
  const made = new Worker(FILE, { resourceLimits: { maxOldGenerationSizeMb: MAX_HEAP_MIB } });
  // Whoever waits for it hears of it too; an idle one is nobody's concern.
  made.on("error", () => {});
  made.on("exit", () => idle.delete(made));
  return made;
}

function giveBack(worker: Worker): void {
  // An idle thread is no reason for the process to stay.
  worker.unref();
  idle.add(worker);
}

export type RunOptions = {
  /** How long it may take, in milliseconds. */
  limitMs: number;
  signal: AbortSignal | undefined;
  /** Who owns the tree, where it is a volume's: then ripgrep may say in which files to look. Left out, it is walked. */
  owner?: VolumeRoot["owner"];
  /** Called with each answer as it comes, the last one too. */
  tell(reply: SearchReply): void;
};

/** Settles when the thread has answered, or with what ends the waiting for it. */
function answered(worker: Worker, job: SearchJob, { limitMs, signal, tell }: RunOptions): Promise<void> {
  const done = new AbortController();
  return new Promise<void>((resolve, reject) => {
    const timer = setTimeout(() => reject(new SearchTimeout()), limitMs);
    const onAbort = () => reject(signal?.reason);
    const onExit = (code: number) => reject(new Error(`the searching thread ended with ${code}`));
    const onMessage = (reply: SearchReply) => {
      tell(reply);
      if (reply.kind === "failed") reject(new Error(reply.message));
      else if (reply.kind !== "found" && reply.kind !== "previewed") resolve();
    };
    signal?.addEventListener("abort", onAbort);
    worker.on("message", onMessage).on("error", reject).on("exit", onExit);
    done.signal.addEventListener("abort", () => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", onAbort);
      worker.off("message", onMessage).off("error", reject).off("exit", onExit);
    });
    worker.postMessage(job);
  }).finally(() => done.abort());
}

/** Has a directory's files listed for a search, as far as that can be done here. */
function listFor(worker: Worker, job: SearchJob, owner: RunOptions["owner"]) {
  if (job.kind !== "lines" || job.glob !== null || owner === undefined) return null;
  const pattern = ripgrepPattern(job.pattern);
  if (pattern === null || !fstatSync(job.target).isDirectory()) return null;
  const say = (part: ListedFiles) => worker.postMessage(part);
  return {
    job: { ...job, listed: true },
    async list(signal: AbortSignal) {
      const tell = (ways: Buffer[]) => say({ kind: "files", ways });
      const listing = await listCandidates(job.target, pattern, { owner, signal, tell });
      if (signal.aborted) return;
      say(listing.complete ? { kind: "all-listed", lookedAt: listing.lookedAt } : { kind: "not-listed" });
    },
  };
}

/** Runs in a thread that is ended at once when the time is over, the signal aborts, or it fails. */
async function run(job: SearchJob, options: RunOptions): Promise<void> {
  options.signal?.throwIfAborted();
  const worker = take();
  const over = new AbortController();
  const listing = listFor(worker, job, options.owner);
  const answer = answered(worker, listing?.job ?? job, options);
  const listed = listing?.list(over.signal);
  try {
    await answer;
  } catch (error) {
    // It may hold descriptors of the job, so the caller must not close them before.
    await worker.terminate();
    throw error;
  } finally {
    over.abort();
    await listed;
  }
  giveBack(worker);
}

/**
 * Runs one search when it is its turn. The descriptors of the job stay open until this settles.
 * @throws SearchTimeout, the signal's reason, and what the thread failed with
 */
export async function runSearch(team: TeamId, job: SearchJob, options: RunOptions): Promise<void> {
  const queue = teams.get(team) ?? new PQueue({ concurrency: MAX_RUNNING_OF_TEAM });
  teams.set(team, queue);
  try {
    await queue.add(() => all.add(() => run(job, options)));
  } finally {
    if (queue.size + queue.pending === 0) teams.delete(team);
  }
}
