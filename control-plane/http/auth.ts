import { Hono, type Context as HonoContext } from "hono";
import { bodyLimit } from "hono/body-limit";
import { z } from "zod";
import { ApiError } from "#lib/api/api-error.ts";
import { Email } from "#lib/api/identity.ts";
import type { Person } from "../context.ts";
import { ACCESS_TOKEN_SECONDS, publicSigningKey, readAccessToken, signAccessToken } from "../identity/access-token.ts";
import { AuthError } from "../identity/auth-error.ts";
import { changePassword } from "../identity/change-password.ts";
import { type Account, findAccount } from "../identity/find-account.ts";
import { findSession } from "../identity/find-session.ts";
import { refreshSession } from "../identity/refresh-session.ts";
import { revokeSessions } from "../identity/revoke-sessions.ts";
import { signIn } from "../identity/sign-in.ts";
import type { Session } from "../identity/start-session.ts";
import type { App, AppEnv } from "./app.ts";
import { clientAddress } from "./client-address.ts";

// The part of Supabase Auth's HTTP API that supabase-js uses for passwords and sessions, so that the dashboard has one
// code path. Not part of the `/v1` contract.

type Call = HonoContext<AppEnv>;

const PasswordGrant = z.object({ email: Email, password: z.string().min(1) });
const RefreshGrant = z.object({ refresh_token: z.string().min(1) });
const UserChange = z.object({
  password: z.string().optional(),
  current_password: z.string().optional(),
  email: z.null().optional(),
  phone: z.null().optional(),
  data: z.null().optional(),
});
const Scope = z.enum(["global", "local", "others"]).default("global");

async function readBody<T>(c: Call, schema: z.ZodType<T>): Promise<T> {
  const body: unknown = await c.req.json().catch(() => {
    throw new AuthError(400, "bad_json", "The body is not JSON.");
  });
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new AuthError(400, "validation_failed", `${issue?.path.join(".") || "body"}: ${issue?.message}`);
}

/** Who is signed in. @throws AuthError no_authorization, bad_jwt, session_not_found */
async function personOf(c: Call): Promise<Person> {
  const token = /^Bearer +(\S+)$/i.exec(c.req.header("authorization") ?? "")?.[1];
  if (token === undefined) throw new AuthError(401, "no_authorization", "This needs a bearer token.");
  const claims = await readAccessToken(c.var.system, token);
  if (claims === null) throw new AuthError(403, "bad_jwt", "The access token is not valid here.");
  const person = await findSession(c.var.system, claims);
  if (person === null) throw new AuthError(403, "session_not_found", "The session of this token is over.");
  return person;
}

const toUser = (account: Account) => ({
  id: account.id,
  aud: "authenticated",
  role: "authenticated",
  email: account.email,
  // Accounts come from a setup or an invitation link: there is no unconfirmed one.
  email_confirmed_at: account.createdAt.toISOString(),
  confirmed_at: account.createdAt.toISOString(),
  phone: "",
  last_sign_in_at: account.lastSignInAt?.toISOString(),
  app_metadata: { provider: "email", providers: ["email"] },
  user_metadata: {},
  identities: [],
  created_at: account.createdAt.toISOString(),
  updated_at: account.updatedAt.toISOString(),
  is_anonymous: false,
});

async function answerSession(c: Call, account: Account, session: Session) {
  const person: Person = { kind: "user", userId: account.id, email: account.email, sessionId: session.id };
  c.header("cache-control", "no-store");
  return c.json({
    access_token: await signAccessToken(c.var.system, person, session.startedAt),
    token_type: "bearer",
    expires_in: ACCESS_TOKEN_SECONDS,
    expires_at: Math.floor(Date.now() / 1000) + ACCESS_TOKEN_SECONDS,
    refresh_token: session.refreshToken,
    user: toUser(account),
  });
}

async function answerToken(c: Call) {
  const { system } = c.var;
  switch (c.req.query("grant_type")) {
    case "password": {
      const { session, account } = await signIn(system, await readBody(c, PasswordGrant), clientAddress(c));
      return answerSession(c, account, session);
    }
    case "refresh_token": {
      const session = await refreshSession(system, (await readBody(c, RefreshGrant)).refresh_token);
      return answerSession(c, await findAccount(system, session.account), session);
    }
    default:
      throw new AuthError(400, "validation_failed", "grant_type must be password or refresh_token.");
  }
}

async function answerUserChange(c: Call) {
  const person = await personOf(c);
  const change = await readBody(c, UserChange);
  if (change.password === undefined) throw new AuthError(422, "validation_failed", "Only the password can be changed.");
  const input = { password: change.password, currentPassword: change.current_password };
  await changePassword(c.var.system, person, input, clientAddress(c));
  return c.json(toUser(await findAccount(c.var.system, person.userId)));
}

function answerError(error: Error, c: Call): Response {
  const known =
    error instanceof ApiError && error.code === "rate_limit_exceeded"
      ? new AuthError(429, "over_request_rate_limit", error.message, { retryAfter: error.retryAfter ?? 1 })
      : error;
  if (!(known instanceof AuthError)) {
    c.var.system.log.error({ err: error, request_id: c.var.requestId }, "unexpected failure of the auth service");
    const body = { code: 500, error_code: "unexpected_failure", msg: "Something went wrong on our side." };
    return c.json({ ...body, request_id: c.var.requestId }, 500);
  }
  if (known.retryAfter !== undefined) c.header("retry-after", String(known.retryAfter));
  const body = { code: known.status, error_code: known.code, msg: known.message, request_id: c.var.requestId };
  return c.json(
    known.reasons === undefined ? body : { ...body, weak_password: { reasons: known.reasons } },
    known.status,
  );
}

/** The embedded auth service; where Supabase is configured these routes do not exist. */
export function registerAuth(app: App): void {
  const auth = new Hono<AppEnv>();
  auth.onError(answerError);
  auth.use((c, next) => (c.var.system.config.supabase === undefined ? next() : Promise.resolve(c.notFound())));
  auth.use(
    bodyLimit({
      maxSize: 16 * 1024,
      onError: () => {
        throw new AuthError(422, "validation_failed", "The body is too large.");
      },
    }),
  );
  auth.post("/token", answerToken);
  auth.get("/user", async (c) => c.json(toUser(await findAccount(c.var.system, (await personOf(c)).userId))));
  auth.put("/user", answerUserChange);
  auth.post("/logout", async (c) => {
    const scope = Scope.safeParse(c.req.query("scope"));
    if (!scope.success) throw new AuthError(400, "validation_failed", "scope must be global, local or others.");
    await revokeSessions(c.var.system, await personOf(c), scope.data);
    return c.body(null, 204);
  });
  auth.get("/.well-known/jwks.json", async (c) => {
    c.header("cache-control", "public, max-age=600");
    return c.json({ keys: [await publicSigningKey(c.var.system)] });
  });
  app.route("/auth/v1", auth);
}
