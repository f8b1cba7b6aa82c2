import { ApiError } from "#lib/api/api-error.ts";
import type { Person, System } from "../context.ts";
import { readAccessToken } from "./access-token.ts";
import { findSession } from "./find-session.ts";
import { createSupabaseReader } from "./supabase-token.ts";

const readers = new WeakMap<System, (token: string) => Promise<Person | null>>();

async function readEmbedded(system: System, token: string): Promise<Person | null> {
  const claims = await readAccessToken(system, token);
  return claims === null ? null : findSession(system, claims);
}

/** One reader a system: it keeps Supabase's keys and its short memory of sessions. */
function readerOf(system: System): (token: string) => Promise<Person | null> {
  let reader = readers.get(system);
  if (reader === undefined) {
    const { supabase } = system.config;
    reader = supabase === undefined ? (token) => readEmbedded(system, token) : createSupabaseReader(supabase);
    readers.set(system, reader);
  }
  return reader;
}

/**
 * The person whose access token this is. With the embedded service a revoked session is refused at once, with Supabase
 * at most 10 seconds later.
 * @throws ApiError unauthorized; volume_backend_unavailable when Supabase cannot be asked
 */
export async function verifyAccessToken(system: System, token: string): Promise<Person> {
  const person = await readerOf(system)(token);
  if (person === null)
    throw new ApiError("unauthorized", "This access token does not hold here: it is over, revoked or from elsewhere.", {
      suggestedAction: "Sign in again.",
    });
  return person;
}
