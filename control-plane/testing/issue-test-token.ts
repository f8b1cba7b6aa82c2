import type { Person, System } from "../context.ts";
import { signAccessToken } from "../identity/access-token.ts";
import { startSession } from "../identity/start-session.ts";

/** An access token of a new session of the account, as signing in would answer it. */
export async function issueTestToken(system: System, account: Person): Promise<string> {
  const session = await startSession(system, account.userId);
  return signAccessToken(system, { ...account, sessionId: session.id }, session.startedAt);
}
