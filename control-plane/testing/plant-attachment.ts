import type { AttachmentId, SandboxId, VolumeId } from "#lib/api/ids.ts";
import type { MountPath } from "#lib/api/mount-path.ts";
import type { System } from "../context.ts";
import { attachments } from "../db/schema.ts";
import { newId } from "../new-id.ts";
import type { TestTeam } from "./create-test-team.ts";

type Planted = Partial<typeof attachments.$inferInsert> & { sandboxId: SandboxId; volumeId: VolumeId };

/** An attachment that only the database knows of; it is mounted unless `as` says otherwise. */
export async function plantAttachment(system: System, team: Pick<TestTeam, "id">, as: Planted): Promise<AttachmentId> {
  const id = newId("att");
  await system.database.queries.insert(attachments).values({
    id,
    teamId: team.id,
    host: "here",
    position: 0,
    // What the contract's parser would make of it.
    mountPath: "/data" as MountPath,
    state: "mounted",
    cause: "attach",
    ...as,
  });
  return id;
}
