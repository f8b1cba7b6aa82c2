import { ApiError } from "#lib/api/api-error.ts";
import type { NullspaceClient } from "#lib/api/client/client.ts";
import type { VolumeId } from "#lib/api/ids.ts";
import type { Volume } from "#lib/api/volumes.ts";

const ID = /^vol_[0-9a-z]+$/;
const isMissing = (error: unknown): boolean => error instanceof ApiError && error.status === 404;

/**
 * The volume that a person means: `vol_…` is an id first, anything else a name first.
 * @throws ApiError volume_not_found, not_found
 */
export async function findVolume(api: NullspaceClient, reference: string): Promise<Volume> {
  const byName = () => api.volumes.getByName(reference);
  // The pattern was checked.
  const byId = () => api.volumes.get(reference as VolumeId);
  if (!ID.test(reference)) return byName();
  return byId().catch((error: unknown) => {
    if (isMissing(error)) return byName();
    throw error;
  });
}
