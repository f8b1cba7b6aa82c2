import { z } from "@hono/zod-openapi";
import { TeamId, VolumeId } from "./ids.ts";
import { MAX_OBSERVED_PATHS } from "./limits.ts";
import { volumeNameProblem } from "./volume-name.ts";
import { VolumePathInput } from "./volume-path.ts";

export const VolumeStatus = z.enum(["available", "attached", "degraded", "error"]);
export type VolumeStatus = z.infer<typeof VolumeStatus>;

/** Whether the caller may do something now, and if not, the sentence a disabled button shows. */
const AllowedAction = z.object({ allowed: z.boolean(), reason: z.string().nullable() });
export type AllowedAction = z.infer<typeof AllowedAction>;

const VolumeActions = z.object({ write: AllowedAction, delete: AllowedAction });
export type VolumeActions = z.infer<typeof VolumeActions>;

export const Volume = z
  .object({
    id: VolumeId,
    name: z.string(),
    created_at: z.iso.datetime(),
    used_bytes: z.int().nonnegative(),
    inode_count: z.int().nonnegative(),
    mount_count: z.int().nonnegative(),
    max_size_bytes: z.int().positive().nullable(),
    max_file_count: z.int().positive().nullable(),
    max_mounts: z.int().positive().nullable(),
    last_reconciled_at: z.iso.datetime().nullable(),
    status: VolumeStatus,
    updated_at: z.iso.datetime(),
    /** Where the cap in force comes from: this volume, its team, or the deployment's default. */
    cap_source: z.enum(["volume", "team", "default"]),
    /** `hard`: the kernel stops every writer at the cap. `soft`: exact for the API, best effort for mounts. */
    cap_kind: z.enum(["hard", "soft"]),
    trash_bytes: z.int().nonnegative(),
    /** Only when asked for with `include=actions`. */
    actions: VolumeActions.optional(),
  })
  .openapi("Volume");
export type Volume = z.infer<typeof Volume>;

export const VOLUME_FIELDS = Object.keys(Volume.shape);

const VolumeName = z
  .string()
  .check((given) => {
    const problem = volumeNameProblem(given.value);
    if (problem !== null) given.issues.push({ code: "custom", message: problem, input: given.value });
  })
  .openapi({ type: "string", minLength: 1, maxLength: 63, example: "team-data" });

export const CreateVolumeInput = z.object({ name: VolumeName }).openapi("CreateVolume");
export type CreateVolumeInput = z.infer<typeof CreateVolumeInput>;

export const SetVolumeCapInput = z
  .object({
    /** Bytes; null returns to the team's cap or the default. */
    max_size_bytes: z.int().positive().nullable(),
    max_file_count: z.int().positive().nullable().optional(),
    max_mounts: z.int().positive().nullable().optional(),
  })
  .openapi("SetVolumeCap");
export type SetVolumeCapInput = z.infer<typeof SetVolumeCapInput>;

export const SetTeamCapInput = z
  .object({
    /** Bytes; null returns to the deployment's default. */
    max_size_bytes: z.int().positive().nullable(),
  })
  .openapi("SetTeamCap");
export type SetTeamCapInput = z.infer<typeof SetTeamCapInput>;

/** A volume as the operator sees it, across teams. */
export const OperatorVolume = Volume.extend({ team_id: TeamId, team_name: z.string() }).openapi("OperatorVolume");
export type OperatorVolume = z.infer<typeof OperatorVolume>;

export const ObserveVolumeQuery = z.object({
  /** Directories; once or repeated. */
  path: z.preprocess(
    (given) => (Array.isArray(given) ? given : [given]),
    z.array(VolumePathInput).min(1).max(MAX_OBSERVED_PATHS),
  ),
});

export const ObservedVolume = z.object({ expires_at: z.iso.datetime() }).openapi("ObservedVolume");
