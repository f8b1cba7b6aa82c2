import "server-only";
import { createSafeActionClient } from "next-safe-action";
import { ApiError } from "#lib/api/api-error.ts";
import type { Role } from "#lib/api/identity.ts";
import { callerApi } from "#lib/auth/caller-api.ts";
import { failureOf } from "./failure.ts";

/** For what people do before they are signed in. */
export const openAction = createSafeActionClient({
  handleServerError: (error) => {
    if (!(error instanceof ApiError)) console.error(error);
    return failureOf(error);
  },
  defaultValidationErrorsShape: "flattened",
});

/** `ctx.api` speaks as the caller, who holds at least the role. The control plane decides again, on every call. */
const asAtLeast = (role: Role) =>
  openAction.use(async ({ next }) => next({ ctx: { api: await callerApi({ atLeast: role, mayRefresh: true }) } }));

export const viewerAction = asAtLeast("viewer");
export const memberAction = asAtLeast("member");
export const adminAction = asAtLeast("admin");
