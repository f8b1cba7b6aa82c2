import { runTool as run } from "../../tools/run-tool.ts";

type Tool = "mke2fs" | "e2fsck" | "resize2fs" | "mount" | "umount" | "losetup" | "flock";

/** A program that ended with another code than it may, or could not be started. */
export class ToolError extends Error {
  readonly tool: Tool;
  /** Null when it could not be started. */
  readonly exitCode: number | null;
  readonly output: string;

  constructor(tool: Tool, exitCode: number | null, output: string) {
    super(`${tool} ended with ${exitCode ?? "no code"}: ${output}`);
    this.tool = tool;
    this.exitCode = exitCode;
    this.output = output;
  }
}

/**
 * Runs a program of e2fsprogs or util-linux to its end, however long that takes.
 * @param allowed exit codes that are no failure
 * @throws ToolError
 */
export async function runTool(tool: Tool, args: readonly string[], allowed: readonly number[] = [0]): Promise<void> {
  const { code, stdout, stderr } = await run([tool, ...args], { deadlineMs: null }).catch((error: unknown) => {
    throw new ToolError(tool, null, String(error));
  });
  if (code === null || !allowed.includes(code)) throw new ToolError(tool, code, `${stderr}${stdout}`.trim());
}
