import { z } from "@hono/zod-openapi";
import { AttachmentState } from "./attachments.ts";
import { SandboxStatus } from "./sandboxes.ts";

/** How many of what there are. States that nothing is in are left out. */
export const Overview = z
  .object({
    /** Active ones. `unhealthy` counts those whose last look found them wrong, whatever their state. */
    attachments: z.array(
      z.object({ state: AttachmentState, count: z.int().positive(), unhealthy: z.int().nonnegative() }),
    ),
    /** Without those that were destroyed. `unreachable` counts those whose machine is silent: their status is from before. */
    sandboxes: z.array(
      z.object({ status: SandboxStatus, count: z.int().positive(), unreachable: z.int().nonnegative() }),
    ),
  })
  .openapi("Overview");
export type Overview = z.infer<typeof Overview>;
