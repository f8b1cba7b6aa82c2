import "server-only";
import { cache } from "react";
import { ApiError } from "#lib/api/api-error.ts";
import { createClient } from "#lib/api/client/client.ts";
import type { Role } from "#lib/api/identity.ts";
import { allowedEmails, anonKey, apiUrl, authUrl, hostedKey } from "./settings.ts";

/** Who is signed in. Without a team a person sees nothing. */
export type Person = { userId: string; email: string; team: { name: string; role: Role } | null };

async function askControlPlane(token: string): Promise<Person> {
  const api = createClient({ baseUrl: apiUrl(), headers: () => ({ authorization: `Bearer ${token}` }) });
  const { user, team } = await api.team.me();
  return { userId: user.id, email: user.email, team: team && { name: team.name, role: team.role } };
}

async function askIdentityService(token: string): Promise<Person> {
  const response = await fetch(`${authUrl()}/auth/v1/user`, {
    headers: { authorization: `Bearer ${token}`, apikey: anonKey() },
    signal: AbortSignal.timeout(5_000),
  });
  if (!response.ok) throw new ApiError("unauthorized", "Your session does not hold any more.");
  // The documented answer of Supabase Auth.
  const { id, email = "" } = (await response.json()) as { id: string; email?: string };
  const listed = allowedEmails().some((entry) =>
    entry.startsWith("@") ? email.toLowerCase().endsWith(entry) : email.toLowerCase() === entry,
  );
  return { userId: id, email, team: listed ? { name: new URL(apiUrl()).host, role: "member" } : null };
}

/**
 * Who holds this access token, as the control plane knows them. A hosted one that does not know this installation's
 * people is opened by its key to those whom `NULLSPACE_ALLOWED_EMAILS` names, and to nobody else.
 * @throws ApiError unauthorized, volume_backend_unavailable
 */
export const personOf = cache(async (token: string): Promise<Person> => {
  try {
    return await askControlPlane(token);
  } catch (error) {
    const unknown = error instanceof ApiError && (error.status === 401 || error.status === 404);
    if (hostedKey() === undefined || !unknown) throw error;
    return await askIdentityService(token);
  }
});
