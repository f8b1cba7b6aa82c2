"use server";

import { cookies } from "next/headers";
import { createClient } from "#lib/api/client/client.ts";
import { AcceptInvitationInput, SetupInput } from "#lib/api/identity.ts";
import { apiUrl } from "#lib/auth/settings.ts";
import { isExpired, storedSession } from "#lib/auth/stored-session.ts";
import { openAction } from "./action-client.ts";

/** As the person, when one is signed in: an invitation is then for the account they have. */
async function joining() {
  const session = await storedSession(await cookies());
  const headers: Record<string, string> =
    session === null || isExpired(session) ? {} : { authorization: `Bearer ${session.accessToken}` };
  return createClient({ baseUrl: apiUrl(), headers: () => headers }).joining;
}

/** Makes the first owner. Opens no session: sign in with the same email and password. */
export const completeSetupAction = openAction
  .inputSchema(SetupInput)
  .action(async ({ parsedInput }) => (await joining()).completeSetup(parsedInput));

/** Joins a team. Opens no session. */
export const acceptInvitationAction = openAction
  .inputSchema(AcceptInvitationInput)
  .action(async ({ parsedInput }) => (await joining()).acceptInvitation(parsedInput));
