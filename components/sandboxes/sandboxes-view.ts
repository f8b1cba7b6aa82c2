import type { Sandbox, SandboxStatus } from "#lib/api/sandboxes.ts";
import { metadataLine, sandboxName } from "./sandbox-name.ts";

/** In the order in which one wants to see them. */
export const SHOWN_STATUSES: readonly SandboxStatus[] = ["error", "creating", "running", "paused"];

/** The sandboxes whose name, id, template or metadata contains the text, case folded, of the status asked for; the newest first. */
export function filterSandboxes(
  sandboxes: readonly Sandbox[],
  text: string,
  status: SandboxStatus | null,
): readonly Sandbox[] {
  const wanted = text.trim().toLowerCase();
  return sandboxes
    .filter(
      (sandbox) =>
        (status === null || sandbox.status === status) &&
        [sandboxName(sandbox), sandbox.id, sandbox.template, metadataLine(sandbox)].some((word) =>
          word.toLowerCase().includes(wanted),
        ),
    )
    .toSorted((a, b) => b.created_at.localeCompare(a.created_at));
}
