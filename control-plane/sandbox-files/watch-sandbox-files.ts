import { setTimeout as sleep } from "node:timers/promises";
import { ApiError } from "#lib/api/api-error.ts";
import type { SandboxId } from "#lib/api/ids.ts";
import { childOf, parentOf, type VolumePath } from "#lib/api/paths.ts";
import type { Context } from "../context.ts";
import { authorize } from "../identity/authorize.ts";
import { runningSandbox } from "../sandboxes/running-sandbox.ts";
import { type SandboxTree, withSandboxTree } from "../sandboxes/sandbox-tree.ts";
import { isErrno } from "../storage/descriptors.ts";
import { withEntry } from "../storage/resolve-path.ts";
import type { FileEvent } from "../watching/file-events.ts";
import { nextScanId } from "../watching/next-scan-id.ts";
import { scan } from "../watching/scan.ts";
import type { Found, ScanReply } from "../watching/scan-contract.ts";
import { withSandboxFiles } from "./with-sandbox-files.ts";

/** How long it rests between two looks, in milliseconds, and at least so many times what a look took. */
const LOOK_MS = 400;
const LOOK_FACTOR = 4;
/** How long a watch may outlive the right to it, in milliseconds. */
const RECHECK_MS = 5_000;

type Watched = { path: string; recursive: boolean };
type Options = {
  signal: AbortSignal;
  /** Called once, with the absolute path that is watched, when what happens from now on is told. */
  started(path: VolumePath): void;
  tell(event: FileEvent): void;
  /** The caller as of now. @throws ApiError when the key or the membership has ended */
  recheck(): Promise<Context>;
};

/** What is scanned: a directory, from which all is told, or what is said of one name in it. */
type Place = { directory: VolumePath; only: VolumePath | null; recursive: boolean };

const kindOf = ({ present, created }: Found): FileEvent["event"] =>
  !present ? "remove" : created ? "create" : "write";

/** Compares a directory with what it was at the look before; the first look tells nothing. */
function createLook({ directory, only, recursive }: Place) {
  const id = nextScanId();
  /** The directory that was scanned last; null while there is none under this path. */
  let seen: string | null = null;

  const lookAt = async (tree: SandboxTree): Promise<ScanReply> =>
    withEntry(tree, directory, { follow: true }, async ({ fd, stat }) => {
      if (!stat.isDirectory()) throw new ApiError("file_not_found", "This is no directory.");
      const identity = `${stat.dev}:${stat.ino}`;
      const isSame = seen === identity;
      if (!isSame) await scan({ kind: "forget", id });
      const reply = await scan({ kind: "scan", id, guarded: true, recursive, directory: fd, names: "all", verify: [] });
      seen = identity;
      return isSame ? reply : { found: [], tooMany: true };
    });

  return {
    /** @returns what is to be told */
    async look(tree: SandboxTree): Promise<FileEvent[]> {
      const { found, tooMany } = await lookAt(tree).catch((error: unknown): ScanReply => {
        if (!(error instanceof ApiError) && !isErrno(error, "ENOENT", "ENOTDIR", "ELOOP", "EACCES")) throw error;
        const wasThere = seen !== null;
        seen = null;
        return { found: [], tooMany: wasThere };
      });
      if (tooMany) return [{ event: "resync_required", path: only ?? directory }];
      // Of a tree, a name is the way from its top.
      const events = found.map((one) => ({ event: kindOf(one), path: childOf(directory, one.name) }));
      return only === null ? events : events.filter(({ path }) => path === only);
    },
    end: () => scan({ kind: "forget", id }),
  };
}

/**
 * Tells what changes at a path of a sandbox, below it too when asked, until the signal aborts: whoever changes it, within about
 * a second, later in large trees, and what came and went in between not at all.
 * @throws ApiError as `withSandboxFiles`, also when the sandbox stops, is paused or destroyed; file_not_found,
 *   permission_denied (the kernel's own), and what `recheck` throws
 */
export async function watchSandboxFiles(
  ctx: Context,
  id: SandboxId,
  watched: Watched,
  { signal, started, tell, recheck }: Options,
): Promise<void> {
  const { path, isDirectory } = await withSandboxFiles(ctx, id, "sandboxes:read", async ({ tree, resolve }) => {
    const path = resolve(watched.path);
    return { path, isDirectory: withEntry(tree, path, { follow: true }, ({ stat }) => stat.isDirectory()) };
  });
  const { look, end } = createLook(
    isDirectory
      ? { directory: path, only: null, recursive: watched.recursive }
      : { directory: parentOf(path), only: path, recursive: false },
  );
  const lookOnce = () =>
    withSandboxTree(ctx, id, look).catch(async (error: unknown) => {
      // That it has stopped is the reason, if it has.
      await runningSandbox(ctx, id);
      throw error;
    });
  try {
    await lookOnce();
    started(path);
    let checkedAt = Date.now();
    for (let tookMs = 0; ; ) {
      await sleep(Math.max(LOOK_MS, LOOK_FACTOR * tookMs), undefined, { signal }).catch(() => {});
      if (signal.aborted) return;
      if (Date.now() - checkedAt >= RECHECK_MS) {
        authorize(await recheck(), "sandboxes:read");
        checkedAt = Date.now();
      }
      const begunAt = Date.now();
      const events = await lookOnce();
      // One that stops loses its mounts first: that is no change of its files.
      await runningSandbox(ctx, id);
      for (const event of events) tell(event);
      tookMs = Date.now() - begunAt;
    }
  } finally {
    await end();
  }
}
