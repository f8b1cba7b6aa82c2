import type { FileHandle } from "node:fs/promises";
import { ApiError } from "#lib/api/api-error.ts";
import type { ProcessLogs } from "#lib/api/exec.ts";
import type { SandboxId } from "#lib/api/ids.ts";
import { childOf } from "#lib/api/paths.ts";
import type { Context } from "../context.ts";
import { authorize } from "../identity/authorize.ts";
import { openFileForReading } from "../storage/open-file.ts";
import { MAX_LOG_BYTES, PROCESSES } from "./background-processes.ts";
import { runningSandbox } from "./running-sandbox.ts";
import { type SandboxTree, withSandboxTree } from "./sandbox-tree.ts";

const noSuchProcess = (pid: number) =>
  new ApiError("not_found", `No background command has the pid ${pid}.`, {
    suggestedAction: "List the processes; only commands run with background have logs.",
  });

/** At most `MAX_LOG_BYTES` from `from` on. The sandbox may have put anything in its place. */
async function read(handle: FileHandle, from: number): Promise<Buffer> {
  const { size } = await handle.stat();
  const buffer = Buffer.alloc(Math.max(0, Math.min(size - from, MAX_LOG_BYTES)));
  const { bytesRead } = await handle.read(buffer, 0, buffer.length, from);
  return buffer.subarray(0, bytesRead);
}

async function readLog(tree: SandboxTree, pid: number, name: string, from = 0): Promise<Buffer | null> {
  try {
    const { handle } = await openFileForReading(tree, childOf(childOf(PROCESSES, String(pid)), name));
    return await read(handle, from).finally(() => handle.close());
  } catch (error) {
    if (error instanceof ApiError && (error.code === "file_not_found" || error.code === "file_conflict")) return null;
    throw error;
  }
}

export type ProcessOutput = {
  stdout: Buffer;
  stderr: Buffer;
  /** Null while it runs. */
  exitCode: number | null;
};

/**
 * What a background command has said after the bytes that are known already.
 * @throws ApiError not_found
 */
export async function readProcessOutput(
  ctx: Context,
  id: SandboxId,
  pid: number,
  known: { stdout: number; stderr: number },
): Promise<ProcessOutput> {
  return withSandboxTree(ctx, id, async (tree) => {
    // The exit code first: once it is there, so is everything else.
    const ended = await readLog(tree, pid, "exit_code");
    const stdout = await readLog(tree, pid, "stdout", known.stdout);
    const stderr = await readLog(tree, pid, "stderr", known.stderr);
    if (stdout === null || stderr === null) throw noSuchProcess(pid);
    const code = Number.parseInt(ended?.subarray(0, 16).toString() ?? "", 10);
    return { stdout, stderr, exitCode: Number.isNaN(code) ? null : code };
  });
}

/**
 * What a background command has said so far, and how it ended.
 * @throws ApiError forbidden, sandbox_not_found, sandbox_not_ready, not_found
 */
export async function readProcessLogs(ctx: Context, id: SandboxId, pid: number): Promise<ProcessLogs> {
  authorize(ctx, "sandboxes:read");
  await runningSandbox(ctx, id);
  const { stdout, stderr, exitCode } = await readProcessOutput(ctx, id, pid, { stdout: 0, stderr: 0 });
  const [out, err] = [stdout.toString(), stderr.toString()];
  return { stdout: out, stderr: err, output: out + err, exit_code: exitCode };
}
