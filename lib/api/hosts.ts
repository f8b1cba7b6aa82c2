import { z } from "@hono/zod-openapi";

/** A hash of what tells machines apart. */
export const HostId = z.string().regex(/^[0-9a-f]{12}$/);

/** A machine whose control plane serves this deployment. */
export const Host = z
  .object({
    id: HostId,
    /** What the machine calls itself. */
    name: z.string(),
    seen_at: z.iso.datetime(),
    /** It has not been heard from for a minute. */
    silent: z.boolean(),
    /** It is the one that answers. */
    answers: z.boolean(),
    /** Sandboxes on it that are not destroyed, and snapshots whose files it keeps. */
    sandboxes: z.int().nonnegative(),
    snapshots: z.int().nonnegative(),
  })
  .openapi("Host");
export type Host = z.infer<typeof Host>;

/** What went with a machine. */
export const ForgottenHost = z
  .object({ id: HostId, sandboxes: z.int().nonnegative(), snapshots: z.int().nonnegative() })
  .openapi("ForgottenHost");
export type ForgottenHost = z.infer<typeof ForgottenHost>;
