import type { SandboxId } from "#lib/api/ids.ts";

export const sandboxHref = (id: SandboxId) => `/sandboxes/${id}` as const;
