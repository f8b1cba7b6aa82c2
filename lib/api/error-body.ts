import { z } from "@hono/zod-openapi";

/**
 * The body of every non-2xx answer. The official client reads the facts at the top level, and refuses `error_detail`
 * unless it carries `code` and `phase` (docs/wire.md), so both places say the same.
 */
export const ErrorBody = z
  .object({
    /** A sentence for people. */
    error: z.string(),
    /** Stable, for machines. */
    code: z.string(),
    request_id: z.string(),
    retryable: z.boolean(),
    suggested_action: z.string().nullable(),
    details: z.record(z.string(), z.unknown()),
    error_detail: z.union([
      z.object({
        code: z.string(),
        message: z.string(),
        phase: z.enum(["auth", "preflight"]),
        retryable: z.boolean(),
        /** Empty when there is nothing to suggest: the official client refuses null here. */
        suggested_action: z.string(),
        request_id: z.string(),
        details: z.record(z.string(), z.unknown()),
      }),
      /** Of upload sessions, with the code `file_upload_error`. */
      z.object({
        reason: z.string(),
        message: z.string(),
        retryable: z.boolean(),
        upload_id: z.string().optional(),
        request_id: z.string(),
        path: z.string().optional(),
        part_number: z.int().optional(),
        details: z.record(z.string(), z.unknown()),
      }),
    ]),
  })
  .openapi("Error");
export type ErrorBody = z.infer<typeof ErrorBody>;
