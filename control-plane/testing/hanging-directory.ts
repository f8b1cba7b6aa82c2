import { spawnSync } from "node:child_process";
import { closeSync, existsSync, openSync } from "node:fs";
import { mkdtemp, rmdir } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { vi } from "vitest";

/** Why nothing can be made to hang on this machine; null when it can. */
export const whyNothingHangs = (): string | null =>
  process.getuid?.() === 0 && existsSync("/dev/fuse") ? null : "only root, with FUSE, has what hangs";

/** A file system of whose server nothing is ever heard: whoever reads it waits. */
export async function hangingDirectory(): Promise<{ path: string; end(): Promise<void> }> {
  const path = await mkdtemp(join(tmpdir(), "nullspace-hanging-"));
  const server = openSync("/dev/fuse", "r+");
  const options = "fd=3,rootmode=40000,user_id=0,group_id=0,allow_other";
  const { status, stderr } = spawnSync("mount", ["-i", "-n", "-t", "fuse", "-o", options, "hanging", path], {
    stdio: ["ignore", "ignore", "pipe", server],
  });
  if (status !== 0) throw new Error(String(stderr));
  const end = async () => {
    // Ends the server, and with it everyone's wait.
    closeSync(server);
    // Until the last of those that waited has let go of it.
    await vi.waitFor(
      () => {
        const { status, stderr } = spawnSync("umount", [path]);
        if (status !== 0) throw new Error(String(stderr));
      },
      { timeout: 30_000, interval: 50 },
    );
    await rmdir(path);
  };
  return { path, end };
}
