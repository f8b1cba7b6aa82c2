import type { Caller } from "../context.ts";

/** Who did it, as people read it. */
export const callerName = (caller: Caller): string => (caller.kind === "user" ? caller.email : caller.name);
