import { combineChunks, stringFromBase64URL } from "@supabase/ssr";
import { cookieName } from "./settings.ts";

const PREFIX = "base64-";
/** The identity client refreshes in this last stretch of a token's life, in milliseconds. */
const REFRESH_MARGIN_MS = 90_000;

export type StoredSession = { accessToken: string; expiresAt: number };

type Cookies = { get(name: string): { value: string } | undefined };

/**
 * The session in the cookies as it stands: not verified (the control plane does that on every call) and never refreshed,
 * since a page that renders cannot store what a refresh answers, and a token refreshed twice counts as stolen.
 */
export async function storedSession(cookies: Cookies): Promise<StoredSession | null> {
  const text = await combineChunks(cookieName(), (name) => cookies.get(name)?.value);
  if (!text?.startsWith(PREFIX)) return null;
  try {
    const session: unknown = JSON.parse(stringFromBase64URL(text.slice(PREFIX.length)));
    if (typeof session !== "object" || session === null) return null;
    const { access_token, expires_at } = session as Record<string, unknown>;
    return typeof access_token === "string" && typeof expires_at === "number"
      ? { accessToken: access_token, expiresAt: expires_at * 1000 }
      : null;
  } catch {
    // Cut or mixed cookies are no session.
    return null;
  }
}

export const needsRefresh = (session: StoredSession): boolean => session.expiresAt - Date.now() < REFRESH_MARGIN_MS;
export const isExpired = (session: StoredSession): boolean => session.expiresAt <= Date.now();
