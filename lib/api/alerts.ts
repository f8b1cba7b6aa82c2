import { z } from "@hono/zod-openapi";
import { AlertId, AttachmentId, SandboxId, VolumeId } from "./ids.ts";

export const AlertKind = z.enum([
  "volume_over_80",
  "volume_over_95",
  "attachment_failed",
  "sandbox_error",
  "webhook_disabled",
]);
export type AlertKind = z.infer<typeof AlertKind>;

/** Something that is wrong, from when it was seen until it was mended. One thing has one open alert at most. */
export const Alert = z
  .object({
    id: AlertId,
    kind: AlertKind,
    /** What it is about, in words: a volume's name, a mount, a sandbox. */
    subject_name: z.string(),
    volume_id: VolumeId.nullable(),
    sandbox_id: SandboxId.nullable(),
    attachment_id: AttachmentId.nullable(),
    /** What is wrong and what to do. */
    message: z.string(),
    raised_at: z.iso.datetime(),
    /** Null while it is open. */
    cleared_at: z.iso.datetime().nullable(),
  })
  .openapi("Alert");
export type Alert = z.infer<typeof Alert>;

export const ListAlertsQuery = z.object({
  /** `true`: only those that are open, `false`: only those that are over; without it both. */
  open: z.enum(["true", "false"]).optional(),
  volume: VolumeId.optional(),
  /** The `next_cursor` of the page before: only older ones. */
  before: z.coerce.number().int().positive().optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export type ListAlertsQuery = z.infer<typeof ListAlertsQuery>;

export const AlertPage = z
  .object({
    alerts: z.array(Alert),
    /** How many are open in the whole team. */
    open_count: z.int().nonnegative(),
    next_cursor: z.string().nullable(),
  })
  .openapi("AlertPage");
export type AlertPage = z.infer<typeof AlertPage>;
