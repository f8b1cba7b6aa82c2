import { accessSync, constants } from "node:fs";
import { join } from "node:path";
import { runTool, TOOL_PATH } from "../../tools/run-tool.ts";
import { asOwner } from "./join.ts";
import type { Machine } from "./machine.ts";
import { systemDirectories } from "./system-directories.ts";

/** Each tool with the Debian package that has it. */
const TOOLS = {
  bwrap: "bubblewrap",
  unshare: "util-linux",
  nsenter: "util-linux",
  setpriv: "util-linux",
  mount: "mount",
  umount: "mount",
};

function isInstalled(tool: string): boolean {
  return TOOL_PATH.split(":").some((directory) => {
    try {
      accessSync(join(directory, tool), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

/** Why no sandbox can run here, in a sentence that says what to do; null when one can. Tried, since kernels, containers and policies differ. */
export async function findProblem(machine: Machine): Promise<string | null> {
  const missing = Object.entries(TOOLS).filter(([tool]) => !isInstalled(tool));
  if (missing.length > 0)
    return `Sandboxes need ${missing.map(([tool]) => tool).join(", ")}: install ${[...new Set(missing.map(([, name]) => name))].join(", ")}, then start the control plane again.`;
  const trial = ["bwrap", "--unshare-all", "--uid", "0", "--gid", "0", ...systemDirectories(), "--proc", "/proc"];
  const { code, stderr } = await runTool([
    ...["/usr/bin/unshare", ...(machine.owner === null ? ["-U", "-r"] : []), "-m", "--propagation", "slave", "--"],
    ...asOwner(machine),
    ...[...trial, "--dev", "/dev", "--", "/bin/true"],
  ] as [string, ...string[]]);
  if (code === 0) return null;
  const said = stderr.split("\n").at(-1) ?? "";
  return `The kernel lets this process make no namespaces (${said}): allow user namespaces and mounts, for instance in the container's security options, then start the control plane again.`;
}
