const given = (name: string): string | undefined => process.env[name] || undefined;
const withoutSlash = (url: string) => url.replace(/\/+$/, "");

const LOOPBACK = new Set(["localhost", "127.0.0.1", "[::1]"]);

/** Where the server reaches the control plane. Read at each call: a build is not bound to one address. */
export const apiUrl = (): string =>
  withoutSlash(given("NULLSPACE_API_URL") ?? `http://localhost:${given("NULLSPACE_API_PORT") ?? "4000"}`);

/** Where people sign in: Supabase, another control plane, or the one the dashboard shows. */
export const authUrl = (): string => withoutSlash(given("NULLSPACE_AUTH_URL") ?? given("SUPABASE_URL") ?? apiUrl());

/** The public key of the identity service. The embedded one does not ask for it, but the client library does. */
export const anonKey = (): string => given("SUPABASE_ANON_KEY") ?? "embedded";

/** The key for a hosted control plane, which knows the team by it and not by the person. */
export const hostedKey = (): string | undefined => given("NULLSPACE_API_KEY");

/** Who may use the hosted key when the identity service cannot tell who is in the team: addresses, or `@domain`. */
export const allowedEmails = (): string[] =>
  (given("NULLSPACE_ALLOWED_EMAILS") ?? "")
    .split(",")
    .map((entry) => entry.trim().toLowerCase())
    .filter((entry) => entry !== "");

/** Cookies are shared between the ports of a host, so their name carries the port of this installation. */
export const cookieName = (): string => `nullspace-${given("PORT") ?? "3000"}-session`;

/** The origins that grant URLs may have. On loopback one machine has several names, all of which may be in use. */
export function publicApiOrigins(): string[] {
  const { protocol, hostname, port, origin } = new URL(given("NULLSPACE_PUBLIC_API_URL") ?? apiUrl());
  if (!LOOPBACK.has(hostname)) return [origin];
  return ["localhost", "127.0.0.1"].map((name) => `${protocol}//${name}${port ? `:${port}` : ""}`);
}
