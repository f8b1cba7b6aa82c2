import { parentPort } from "node:worker_threads";
import { statOf } from "../storage/descriptors.ts";
import { refuseKernelFiles } from "../storage/kernel-files.ts";
import { walkTree } from "../storage/walk-tree.ts";
import { holdsFor, type Named } from "./glob.ts";
import { createLineSearch } from "./look-for-lines.ts";
import { namedBelow, namedItself } from "./named-entry.ts";
import { previewReplace } from "./preview-replace.ts";
import { replaceText } from "./replace-text.ts";
import { rewriteChosen } from "./rewrite-chosen.ts";
import type { ListedFiles, SearchJob, SearchReply } from "./search-contract.ts";
import { createTeller, Enough, type Teller } from "./teller.ts";

// Synchronous from end to end: whoever asked ends the whole thread when its time is over or nobody wants the answer any more.

const port = parentPort;
if (port === null) throw new Error("this file runs in a worker thread only");
const say = (reply: SearchReply, transfer: ArrayBuffer[] = []) => port.postMessage(reply, transfer);

function findNames(job: SearchJob & { kind: "names" }, teller: Teller): void {
  const tell = (named: Named, isDirectory: boolean) => {
    teller.looked();
    if (holdsFor(job.glob, named)) teller.add({ type: "name", path: named.absolute, is_dir: isDirectory });
  };
  if (!statOf(job.target).isDirectory()) tell(namedItself(job.path), false);
  else
    for (const entry of walkTree(job.target, undefined, job.guarded ? refuseKernelFiles : undefined))
      tell(namedBelow(job.path, entry), entry.stat.isDirectory());
}

/** A search in files that are listed for it, until it has ended. */
let listed: { teller: Teller; lines: ReturnType<typeof createLineSearch> } | null = null;

function end(teller: Teller, limited: boolean, lookedAt = teller.lookedAt): void {
  listed = null;
  teller.flush();
  say({ kind: "end", lookedAt, limited });
}

/** Runs a part of a search, which ends it where enough was found. */
function looking(teller: Teller, act: () => void): boolean {
  try {
    act();
    return true;
  } catch (error) {
    if (!(error instanceof Enough)) throw error;
    end(teller, true);
    return false;
  }
}

function search(job: Extract<SearchJob, { kind: "lines" | "names" }>): void {
  const teller = createTeller(job.limit, say);
  // The caller learns that the search has begun.
  teller.flush();
  if (job.kind === "names") {
    if (looking(teller, () => findNames(job, teller))) end(teller, false);
    return;
  }
  const lines = createLineSearch(job, teller);
  if (job.listed) listed = { teller, lines };
  else if (looking(teller, lines.walk)) end(teller, false);
}

function goOn(part: ListedFiles): void {
  // What comes after its end is nobody's.
  if (listed === null) return;
  const { teller, lines } = listed;
  if (part.kind === "files") looking(teller, () => lines.look(part.ways.map((way) => Buffer.from(way))));
  else if (part.kind === "all-listed") end(teller, false, part.lookedAt);
  else if (looking(teller, lines.walk)) end(teller, false);
}

port.on("message", (job: SearchJob | ListedFiles) => {
  try {
    if (job.kind === "files" || job.kind === "all-listed" || job.kind === "not-listed") return goOn(job);
    listed = null;
    if (job.kind === "preview") return previewReplace(job, say);
    if (job.kind === "lines" || job.kind === "names") return search(job);
    const result = job.kind === "replace" ? replaceText(job) : rewriteChosen(job);
    const bytes = result.kind === "changed" ? result.bytes : null;
    say({ kind: "replaced", result }, bytes === null ? [] : [bytes.buffer]);
  } catch (error) {
    say({ kind: "failed", message: error instanceof Error ? error.message : String(error) });
  }
});
