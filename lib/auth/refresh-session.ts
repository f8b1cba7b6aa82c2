import { type CookieStore, identityClient } from "./identity-client.ts";
import { needsRefresh, storedSession } from "./stored-session.ts";

/** Longer than this nobody waits for a page; the session stays as it is and the next request tries again. */
const PATIENCE_MS = 4_000;

/** Renews the session in `store` when its token is about to expire. Call it only where cookies can be answered. */
export async function refreshSession(store: CookieStore, request: Headers): Promise<void> {
  const all = store.getAll();
  const session = await storedSession({ get: (name) => all.find((cookie) => cookie.name === name) });
  if (session === null || !needsRefresh(session)) return;
  let late = false;
  const untilLate: CookieStore = {
    getAll: () => store.getAll(),
    set: (...cookie) => {
      if (!late) store.set(...cookie);
    },
  };
  const patience = new Promise<void>((resolve) => setTimeout(resolve, PATIENCE_MS).unref());
  await Promise.race([identityClient(untilLate, request).auth.getSession(), patience]);
  late = true;
}
