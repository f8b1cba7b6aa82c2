import { ApiError } from "#lib/api/api-error.ts";
import { VOLUME_FIELDS, type Volume } from "#lib/api/volumes.ts";

/**
 * What `fields=a,b` asks for; every field without it.
 * @throws ApiError invalid_fields, naming those that there are
 */
export function parseFields(fields: string | undefined): ReadonlySet<string> | null {
  if (fields === undefined) return null;
  const names = new Set(fields.split(",").map((name) => name.trim()));
  const unknown = [...names].filter((name) => !VOLUME_FIELDS.includes(name));
  if (unknown.length > 0)
    throw new ApiError("invalid_fields", `A volume has no field ${unknown.map((name) => `"${name}"`).join(", ")}.`, {
      suggestedAction: `Use some of ${VOLUME_FIELDS.join(", ")}.`,
      details: { unknown, known: VOLUME_FIELDS },
    });
  return names;
}

/** Only the fields that were asked for. */
export function pickFields(volume: Volume, fields: ReadonlySet<string> | null): Partial<Volume> {
  if (fields === null) return volume;
  return Object.fromEntries(Object.entries(volume).filter(([name]) => fields.has(name)));
}
