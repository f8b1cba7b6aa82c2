import { closeSync } from "node:fs";
import type { FileInfo, FilePage } from "#lib/api/files.ts";
import { childOf, nameToBytes, type VolumePath } from "#lib/api/paths.ts";
import { lstatAt, openEntryIfThere, statOf } from "../storage/descriptors.ts";
import { isKernelFile } from "../storage/kernel-files.ts";
import { serveJobs } from "../storage/serve-jobs.ts";
import { describeFile } from "./describe-file.ts";
import { comparatorOf, type Item, inOrder } from "./item-order.ts";
import { encodeCursor } from "./list-cursor.ts";
import { type ListingJob, MAX_BARE_ENTRIES, type PageStart, TOO_MANY } from "./listing-contract.ts";
import { readDirectory } from "./read-directory.ts";
import { selectFirst } from "./select-first.ts";

const bytesOf = (item: Item) => Buffer.from(nameToBytes(item.name) ?? []);

function filtered(items: readonly Item[], filter: string | undefined): readonly Item[] {
  if (filter === undefined || filter === "") return items;
  const wanted = filter.toLowerCase();
  return items.filter(({ name }) => name.toLowerCase().includes(wanted));
}

/** Null when it is gone since the directory was read. */
function show(job: ListingJob, directory: number, path: VolumePath, item: Item): FileInfo | null {
  const name = bytesOf(item);
  const stat = lstatAt(directory, name);
  if (stat === null) return null;
  const { etag, ...info } = describeFile({ fd: directory, name }, childOf(path, item.name), stat);
  const type = info.type === "directory" ? job.shape.directoryType : info.type;
  // The official client wants a word of its own for a directory; everyone else gets the contract's.
  return { ...info, type: type as FileInfo["type"], ...(job.shape.etag && { etag }) };
}

/** The first place, in the order asked, that `holds`. */
function firstIndex(items: readonly Item[], holds: (item: Item) => boolean): number {
  const index = items.findIndex(holds);
  return index === -1 ? items.length : index;
}

function startIndex(job: ListingJob, items: readonly Item[], start: PageStart): number {
  if (start.kind === "offset") return Math.min(start.offset, items.length);
  if (start.kind === "starts_with") {
    const wanted = start.text.toLowerCase();
    return firstIndex(items, ({ name }) => name.toLowerCase().startsWith(wanted));
  }
  const compare = comparatorOf(job.order);
  return firstIndex(items, (item) => compare(item, start.cursor) > 0);
}

async function listPage(job: ListingJob, limit: number, start: PageStart): Promise<FilePage> {
  const isFirst = start.kind === "offset" && start.offset === 0;
  const view = readDirectory(job.directory, job.sort, !isFirst);
  let offset = 0;
  let total: number;
  let shown: readonly Item[];
  if (isFirst && view.sorted === null) {
    const items = filtered(view.items, job.filter);
    total = items.length;
    shown = selectFirst(items, comparatorOf(job.order), limit);
    // For the pages that will follow.
    if (items.length > limit) void view.sort();
  } else {
    const items = filtered(inOrder(view.sorted ?? (await view.sort()), job.order), job.filter);
    total = items.length;
    offset = startIndex(job, items, start);
    shown = items.slice(offset, offset + limit);
  }
  const last = shown.at(-1);
  return {
    entries: shown.flatMap((item) => show(job, job.directory, job.path, item) ?? []),
    next_cursor: last !== undefined && offset + shown.length < total ? encodeCursor(job, last) : null,
    offset,
    total,
  };
}

/** Each directory before what is in it, `depth` levels down; at most 32, so recursion is safe. */
function listTree(job: ListingJob, directory: number, path: VolumePath, depth: number, found: FileInfo[]): void {
  const items = filtered(readDirectory(directory, job.sort, false).items, job.filter);
  if (found.length + items.length > MAX_BARE_ENTRIES)
    throw Object.assign(new Error("too many entries for one answer"), { code: TOO_MANY });
  for (const item of items.toSorted(comparatorOf(job.order))) {
    const info = show(job, directory, path, item);
    if (info === null) continue;
    found.push(info);
    if (!info.is_dir || depth <= 1) continue;
    const child = openEntryIfThere(directory, bytesOf(item));
    if (child === null) continue;
    try {
      if (statOf(child).isDirectory() && !(job.guarded && isKernelFile(child)))
        listTree(job, child, info.path, depth - 1, found);
    } finally {
      closeSync(child);
    }
  }
}

async function list(job: ListingJob): Promise<FileInfo[] | FilePage> {
  if (job.what.kind === "page") return listPage(job, job.what.limit, job.what.start);
  const found: FileInfo[] = [];
  listTree(job, job.directory, job.path, job.what.depth, found);
  return found;
}

// Encoded here: to copy 100,000 objects between threads and to write them as JSON would hold the event loop.
serveJobs<ListingJob, Uint8Array<ArrayBuffer>>(async (job) => {
  const json = new TextEncoder().encode(JSON.stringify(await list(job)));
  return { result: json, transfer: [json.buffer] };
});
