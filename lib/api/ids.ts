import { z } from "@hono/zod-openapi";

const id = <const Brand extends string>(prefix: string, brand: Brand, example: string) =>
  z
    .string()
    .regex(new RegExp(`^${prefix}_[0-9a-z]{8,32}$`), `must be an id such as ${example}`)
    .brand(brand)
    .openapi({ type: "string", example });

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
export const UserId = z.uuid().brand("UserId").openapi({ type: "string", format: "uuid" });
export type UserId = z.infer<typeof UserId>;
