import { z } from "@hono/zod-openapi";

const id = <const Brand extends string>(prefix: string, brand: Brand, example: string) =>
  z
    .string()
    .regex(new RegExp(`^${prefix}_[0-9a-z]{8,32}$`), `must be an id such as ${example}`)
    .brand(brand)
    .openapi({ example });

export const VolumeId = id("vol", "VolumeId", "vol_3f8a21c09b7e");
export type VolumeId = z.infer<typeof VolumeId>;
export const TeamId = id("team", "TeamId", "team_3f8a21c09b7e");
export type TeamId = z.infer<typeof TeamId>;
export const ApiKeyId = id("key", "ApiKeyId", "key_3f8a21c09b7e");
export type ApiKeyId = z.infer<typeof ApiKeyId>;
export const InvitationId = id("inv", "InvitationId", "inv_3f8a21c09b7e");
export type InvitationId = z.infer<typeof InvitationId>;
export const TrashId = id("trash", "TrashId", "trash_3f8a21c09b7e");
export type TrashId = z.infer<typeof TrashId>;
export const SandboxId = id("sb", "SandboxId", "sb_3f8a21c09b7e");
export type SandboxId = z.infer<typeof SandboxId>;
export const AttachmentId = id("att", "AttachmentId", "att_3f8a21c09b7e");
export type AttachmentId = z.infer<typeof AttachmentId>;
export const SnapshotId = id("snap", "SnapshotId", "snap_3f8a21c09b7e");
export type SnapshotId = z.infer<typeof SnapshotId>;
export const UploadId = id("up", "UploadId", "up_3f8a21c09b7e");
export type UploadId = z.infer<typeof UploadId>;
export const WebhookId = id("hook", "WebhookId", "hook_3f8a21c09b7e");
export type WebhookId = z.infer<typeof WebhookId>;
export const AlertId = id("alert", "AlertId", "alert_3f8a21c09b7e");
export type AlertId = z.infer<typeof AlertId>;
export const UserId = z.uuid().brand("UserId");
export type UserId = z.infer<typeof UserId>;
