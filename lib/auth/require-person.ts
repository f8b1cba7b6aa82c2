import "server-only";
import { cookies, headers } from "next/headers";
import { redirect } from "next/navigation";
import { ApiError } from "#lib/api/api-error.ts";
import { ADDRESS_HEADER } from "./address-header.ts";
import { type Person, personOf } from "./person.ts";
import { isExpired, storedSession } from "./stored-session.ts";
import { toldByDigest } from "./told-by-digest.ts";

async function toSignIn(): Promise<never> {
  const address = (await headers()).get(ADDRESS_HEADER) ?? "/";
  redirect(address === "/" ? "/sign-in" : `/sign-in?next=${encodeURIComponent(address)}`);
}

/**
 * Who is signed in; anyone else is sent to sign in. First thing in every page of the console.
 * @throws ApiError when the control plane cannot be asked
 */
export async function requirePerson(): Promise<Person> {
  const session = await storedSession(await cookies());
  if (session === null || isExpired(session)) return toSignIn();
  try {
    return await personOf(session.accessToken);
  } catch (error) {
    if (error instanceof ApiError && error.status === 401) return toSignIn();
    throw toldByDigest(error);
  }
}
