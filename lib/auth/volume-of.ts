import "server-only";
import { notFound } from "next/navigation";
import { cache } from "react";
import { ApiError } from "#lib/api/api-error.ts";
import type { VolumeId } from "#lib/api/ids.ts";
import type { Volume } from "#lib/api/volumes.ts";
import { callerApi } from "./caller-api.ts";
import { toldByDigest } from "./told-by-digest.ts";

const isVolumeId = (text: string): text is VolumeId => /^vol_[0-9a-z]{8,32}$/.test(text);

/** The volume that an address names, once a page. A missing one and another team's are the same: not found. */
export const volumeOf = cache(async (segment: string): Promise<Volume> => {
  if (!isVolumeId(segment)) notFound();
  const api = await callerApi();
  return api.volumes.get(segment).catch((error: unknown) => {
    if (error instanceof ApiError && (error.status === 404 || error.code === "invalid_request")) notFound();
    throw toldByDigest(error);
  });
});
