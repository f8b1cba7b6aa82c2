import { createServerClient } from "@supabase/ssr";
import { anonKey, authUrl, cookieName } from "./settings.ts";
import { fetchSharingRefresh } from "./share-refresh.ts";

type CookieOptions = {
  httpOnly: boolean;
  sameSite: "lax";
  secure: boolean;
  path: string;
  maxAge?: number;
};
/** The cookies of a request that may still be answered with others. */
export type CookieStore = {
  getAll(): { name: string; value: string }[];
  set(name: string, value: string, options: CookieOptions): void;
};

/**
 * The identity service (Supabase Auth, or the control plane's part of it), with the session in httpOnly cookies.
 * @param request its headers: whether the browser came by https, and the address that sign-in limits count
 */
export function identityClient(store: CookieStore, request: Headers) {
  const forwarded = request.get("x-forwarded-for");
  const base: CookieOptions = {
    httpOnly: true,
    sameSite: "lax",
    secure: request.get("x-forwarded-proto")?.split(",")[0]?.trim() === "https",
    path: "/",
  };
  return createServerClient(authUrl(), anonKey(), {
    cookieOptions: { ...base, name: cookieName() },
    cookies: {
      // The screens ask the control plane who someone is; the cookie need not carry it.
      encode: "tokens-only",
      getAll: () => store.getAll(),
      setAll: (cookies) => {
        for (const { name, value, options } of cookies)
          store.set(name, value, { ...base, ...(options.maxAge === undefined ? {} : { maxAge: options.maxAge }) });
      },
    },
    global: { fetch: fetchSharingRefresh, headers: forwarded ? { "x-forwarded-for": forwarded } : {} },
  });
}
