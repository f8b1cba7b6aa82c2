import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { runTool } from "../../tools/run-tool.ts";
import { seccompFilter } from "./seccomp-filter.ts";

/**
 * Whether processes that join a sandbox can be filtered: it takes a `setpriv` that can, of util-linux 2.41 or later. Tried,
 * with the very filter.
 */
export async function findSeccomp(dataDirectory: string): Promise<boolean> {
  const filter = seccompFilter();
  if (filter === null || !(await runTool(["/usr/bin/setpriv", "--help"])).stdout.includes("--seccomp-filter"))
    return false;
  const path = join(dataDirectory, "seccomp.bpf");
  mkdirSync(dataDirectory, { recursive: true });
  writeFileSync(path, filter);
  const { code } = await runTool(["/usr/bin/setpriv", "--no-new-privs", "--seccomp-filter", path, "--", "/bin/true"]);
  return code === 0;
}
