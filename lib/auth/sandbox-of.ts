import "server-only";
import { notFound } from "next/navigation";
import { cache } from "react";
import { ApiError } from "#lib/api/api-error.ts";
import type { SandboxId } from "#lib/api/ids.ts";
import type { Sandbox } from "#lib/api/sandboxes.ts";
import { callerApi } from "./caller-api.ts";
import { toldByDigest } from "./told-by-digest.ts";

const isSandboxId = (text: string): text is SandboxId => /^sb_[0-9a-z]{8,32}$/.test(text);

/** The sandbox that an address names, once a page. A missing one and another team's are the same: not found. */
export const sandboxOf = cache(async (segment: string): Promise<Sandbox> => {
  if (!isSandboxId(segment)) notFound();
  const api = await callerApi();
  return api.sandboxes.get(segment).catch((error: unknown) => {
    if (error instanceof ApiError && error.status === 404) notFound();
    throw toldByDigest(error);
  });
});
