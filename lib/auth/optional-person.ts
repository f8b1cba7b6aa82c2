import "server-only";
import { cookies } from "next/headers";
import { type Person, personOf } from "./person.ts";
import { isExpired, storedSession } from "./stored-session.ts";

/** Who is signed in, or null. For pages that people see either way. */
export async function optionalPerson(): Promise<Person | null> {
  const session = await storedSession(await cookies());
  if (session === null || isExpired(session)) return null;
  return personOf(session.accessToken).catch(() => null);
}
