import { ApiError } from "#lib/api/api-error.ts";

/** What has fields, as a sentence names it, and which. */
type Fielded = { noun: string; fields: readonly string[] };

/**
 * What `fields=a,b` asks for; every field without it.
 * @throws ApiError invalid_fields, naming those that there are
 */
export function parseFields(text: string | undefined, { noun, fields }: Fielded): ReadonlySet<string> | null {
  if (text === undefined) return null;
  const names = new Set(text.split(",").map((name) => name.trim()));
  const unknown = [...names].filter((name) => !fields.includes(name));
  if (unknown.length > 0)
    throw new ApiError("invalid_fields", `A ${noun} has no field ${unknown.map((name) => `"${name}"`).join(", ")}.`, {
      suggestedAction: `Use some of ${fields.join(", ")}.`,
      details: { unknown, known: fields },
    });
  return names;
}

/** Only the fields that were asked for. */
export function pickFields<T extends object>(whole: T, fields: ReadonlySet<string> | null): Partial<T> {
  if (fields === null) return whole;
  // A part of the same entries.
  return Object.fromEntries(Object.entries(whole).filter(([name]) => fields.has(name))) as Partial<T>;
}
