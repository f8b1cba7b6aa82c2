import type { SandboxId } from "#lib/api/ids.ts";
import type { System } from "../context.ts";
import { sandboxes } from "../db/schema.ts";
import { newId } from "../new-id.ts";
import type { TestTeam } from "./create-test-team.ts";

/** A sandbox that only the database knows of; it runs unless `as` says otherwise. */
export async function plantSandbox(
  system: System,
  team: Pick<TestTeam, "id">,
  as: Partial<typeof sandboxes.$inferInsert> = {},
): Promise<SandboxId> {
  const id = newId("sb");
  await system.database.queries.insert(sandboxes).values({
    id,
    teamId: team.id,
    status: "running",
    host: "here",
    template: "base",
    vcpus: 1,
    memoryMb: 64,
    cwd: "/workspace",
    timeoutAction: "destroy",
    ...as,
  });
  return id;
}
