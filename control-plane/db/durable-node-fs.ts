import { closeSync, fdatasyncSync, fsyncSync, openSync } from "node:fs";
import { PGlite } from "@electric-sql/pglite";
import { NodeFS } from "@electric-sql/pglite/nodefs";

/** A segment of Postgres's log. */
const LOG = /\/pg_wal\/[0-9A-F]{24}$/;

/** The part of Emscripten's file system over Node that this needs; PGlite's types leave it out. */
type EmscriptenNodeFs = {
  realPath(node: unknown): string;
  stream_ops: { fsync?: (stream: { nfd?: number; node: unknown }) => number };
};

/**
 * PGlite's files on the disk, with an fsync that is one. As shipped it is left out: Postgres is started without it, and the
 * file system under it has none, so that a power cut could undo what was acknowledged.
 */
export class DurableNodeFS extends NodeFS {
  override async init(...args: Parameters<NodeFS["init"]>): ReturnType<NodeFS["init"]> {
    const { emscriptenOpts } = await super.init(...args);
    const addFsync = (module: { NODEFS?: EmscriptenNodeFs }) => {
      const nodeFs = module.NODEFS;
      if (nodeFs === undefined) throw new Error("PGlite has no Node file system to make durable");
      nodeFs.stream_ops.fsync = ({ nfd, node }) => {
        // Directories are never opened by it: their entries are made durable through a descriptor of our own.
        const path = nodeFs.realPath(node);
        const fd = nfd ?? openSync(path, "r");
        // As Postgres does by itself on Linux: of the log, which is written in place, the times alone need no journal.
        if (nfd !== undefined && LOG.test(path)) fdatasyncSync(fd);
        else fsyncSync(fd);
        if (nfd === undefined) closeSync(fd);
        return 0;
      };
    };
    const before = emscriptenOpts.preRun ?? [];
    return { emscriptenOpts: { ...emscriptenOpts, preRun: [...[before].flat(), addFsync] } };
  }
}

/** Postgres's own switch: without `-F` a commit waits for its log to be on the disk. It calls the one fsync that there is. */
export const DURABLE_START = [
  ...PGlite.defaultStartParams.filter((parameter) => parameter !== "-F"),
  "-c",
  "wal_sync_method=fsync",
];
