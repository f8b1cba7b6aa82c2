import type { Sandbox, SandboxStatus } from "#lib/api/sandboxes.ts";
import { metadataLine, sandboxName } from "./sandbox-name.ts";

/** How sandboxes are told apart in lists: by status, those whose machine is silent aside. */
export type SandboxStanding = Exclude<SandboxStatus, "destroyed"> | "out of reach";

/** In the order in which one wants to see them. */
export const SANDBOX_STANDINGS: readonly SandboxStanding[] = ["error", "out of reach", "creating", "running", "paused"];

const standingOf = ({ status, unreachable_since }: Sandbox): SandboxStanding | "destroyed" =>
  unreachable_since ? "out of reach" : status;

/** The sandboxes whose name, id, template or metadata contains the text, case folded, that stand as asked for; the newest first. */
export function filterSandboxes(
  sandboxes: readonly Sandbox[],
  text: string,
  standing: SandboxStanding | null,
): readonly Sandbox[] {
  const wanted = text.trim().toLowerCase();
  return sandboxes
    .filter(
      (sandbox) =>
        (standing === null || standingOf(sandbox) === standing) &&
        [sandboxName(sandbox), sandbox.id, sandbox.template, metadataLine(sandbox)].some((word) =>
          word.toLowerCase().includes(wanted),
        ),
    )
    .toSorted((a, b) => b.created_at.localeCompare(a.created_at));
}
