import { z } from "@hono/zod-openapi";

/** The body of every non-2xx answer. */
export const ErrorBody = z
  .object({
    error: z.string(),
    code: z.string(),
    request_id: z.string(),
    error_detail: z
      .object({
        message: z.string(),
        retryable: z.boolean(),
        suggested_action: z.string().nullable(),
        details: z.record(z.string(), z.unknown()),
      })
      .optional(),
  })
  .openapi("Error");
export type ErrorBody = z.infer<typeof ErrorBody>;
