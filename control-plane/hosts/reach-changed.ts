import type { NewEvent } from "#lib/api/events.ts";
import type { SandboxId } from "#lib/api/ids.ts";

/** The event of a sandbox whose machine fell silent or is back. @param since when it was last heard from; null: it is back */
export const reachChanged = (sandbox: SandboxId, since: Date | null): NewEvent => ({
  type: "sandbox.reach_changed",
  sandbox_id: sandbox,
  data: { unreachable_since: since?.toISOString() ?? null },
});
