import { resolve } from "node:path";
import { z } from "@hono/zod-openapi";
import { DEFAULT_STAGING_QUOTA_BYTES, DEFAULT_VOLUME_CAP_BYTES, MAX_INLINE_BYTES } from "#lib/api/limits.ts";

const port = (fallback: number) => z.coerce.number().int().min(0).max(65535).default(fallback);
const bytes = (fallback: number) => z.coerce.number().int().positive().default(fallback);
const origins = z
  .string()
  .transform((text) => text.split(",").map((origin) => origin.trim()))
  .pipe(z.array(z.url()));

const hosts = z.string().transform((text) => text.split(",").map((host) => host.trim().toLowerCase()));

const Environment = z.object({
  NULLSPACE_HOST: z.string().default("127.0.0.1"),
  NULLSPACE_API_PORT: port(4000),
  PORT: port(3000),
  NULLSPACE_DATA_DIR: z.string().default(".nullspace"),
  NULLSPACE_PUBLIC_API_URL: z.url().optional(),
  NULLSPACE_DASHBOARD_ORIGINS: origins.optional(),
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
  NULLSPACE_BOOTSTRAP_API_KEY: z
    .string()
    .regex(/^ns_live_[0-9a-f]{32}$/, "must be ns_live_ and 32 hexadecimal digits")
    .optional(),
  NULLSPACE_OPERATOR_KEY: z.string().min(32, "must be at least 32 characters").optional(),
  NULLSPACE_VOLUME_CAP_BYTES: bytes(DEFAULT_VOLUME_CAP_BYTES),
  NULLSPACE_MAX_INLINE_BYTES: bytes(MAX_INLINE_BYTES),
  NULLSPACE_STAGING_QUOTA_BYTES: bytes(DEFAULT_STAGING_QUOTA_BYTES),
  NULLSPACE_VOLUME_UID: z.coerce.number().int().min(1).max(4_294_967_293).default(61_000),
  NULLSPACE_TRUSTED_PROXIES: z.coerce.number().int().min(0).max(10).default(0),
  NULLSPACE_LOG_LEVEL: z.enum(["trace", "debug", "info", "warn", "error", "fatal", "silent"]).default("info"),
  NULLSPACE_RECONCILE_INTERVAL_MS: z.coerce.number().int().min(100).default(60_000),
  NULLSPACE_TRASH_DAYS: z.coerce.number().int().min(1).default(30),
  NULLSPACE_EVENT_DAYS: z.coerce.number().int().min(1).default(90),
  NULLSPACE_STORE: z.enum(["auto", "directory", "image"]).default("auto"),
  NULLSPACE_DETACH_GRACE_MS: z.coerce.number().int().min(0).default(5_000),
  NULLSPACE_HEALTH_INTERVAL_MS: z.coerce.number().int().min(100).default(15_000),
  NULLSPACE_WEBHOOK_ALLOWED_HOSTS: hosts.default([]),
  SUPABASE_URL: z.url().optional(),
  SUPABASE_ANON_KEY: z.string().optional(),
  SUPABASE_JWT_SECRET: z.string().optional(),
});

/** The control plane's settings, each documented in the README's table of variables. */
export type Config = {
  host: string;
  apiPort: number;
  dashboardPort: number;
  dataDirectory: string;
  publicApiUrl: string;
  dashboardOrigins: string[];
  databaseUrl: string | undefined;
  bootstrapApiKey: string | undefined;
  operatorKey: string | undefined;
  volumeCapBytes: number;
  maxInlineBytes: number;
  /** Bytes that the unfinished resumable uploads of one team may reserve. */
  stagingQuotaBytes: number;
  /** The unprivileged uid and gid that own volume files when the control plane is root. */
  volumeUid: number;
  /** How many proxies in front may be believed about the client's address. */
  trustedProxies: number;
  logLevel: string;
  reconcileIntervalMs: number;
  trashDays: number;
  eventDays: number;
  /** Which store keeps new volumes; `auto` takes `image` where loop devices can be mounted and one machine has the bytes. */
  store: "auto" | "directory" | "image";
  /** How long processes that hold a volume may go on after its detach was asked for, in milliseconds. */
  detachGraceMs: number;
  healthIntervalMs: number;
  /** Hosts that webhooks may reach over plain HTTP and at private addresses, as they stand in the URL. */
  webhookAllowedHosts: string[];
  supabase: { url: string; anonKey: string; jwtSecret: string | undefined } | undefined;
};

export class ConfigError extends Error {}

/**
 * Parses the environment, once, at start. Empty variables count as absent.
 * @throws ConfigError with one line that names the variable and the rule
 */
export function readConfig(environment: Record<string, string | undefined>): Config {
  const given = Object.fromEntries(
    Object.entries(environment).filter(([, value]) => value !== undefined && value !== ""),
  );
  const parsed = Environment.safeParse(given);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new ConfigError(`${issue?.path.join(".")}: ${issue?.message}. See the README's table of variables.`);
  }
  const env = parsed.data;
  if ((env.SUPABASE_URL === undefined) !== (env.SUPABASE_ANON_KEY === undefined))
    throw new ConfigError("SUPABASE_URL and SUPABASE_ANON_KEY go together: set both or neither.");
  return {
    host: env.NULLSPACE_HOST,
    apiPort: env.NULLSPACE_API_PORT,
    dashboardPort: env.PORT,
    dataDirectory: resolve(env.NULLSPACE_DATA_DIR),
    publicApiUrl: (env.NULLSPACE_PUBLIC_API_URL ?? `http://localhost:${env.NULLSPACE_API_PORT}`).replace(/\/+$/, ""),
    dashboardOrigins: env.NULLSPACE_DASHBOARD_ORIGINS ?? [
      `http://localhost:${env.PORT}`,
      `http://127.0.0.1:${env.PORT}`,
    ],
    databaseUrl: env.DATABASE_URL,
    bootstrapApiKey: env.NULLSPACE_BOOTSTRAP_API_KEY,
    operatorKey: env.NULLSPACE_OPERATOR_KEY,
    volumeCapBytes: env.NULLSPACE_VOLUME_CAP_BYTES,
    maxInlineBytes: env.NULLSPACE_MAX_INLINE_BYTES,
    stagingQuotaBytes: env.NULLSPACE_STAGING_QUOTA_BYTES,
    volumeUid: env.NULLSPACE_VOLUME_UID,
    trustedProxies: env.NULLSPACE_TRUSTED_PROXIES,
    logLevel: env.NULLSPACE_LOG_LEVEL,
    reconcileIntervalMs: env.NULLSPACE_RECONCILE_INTERVAL_MS,
    trashDays: env.NULLSPACE_TRASH_DAYS,
    eventDays: env.NULLSPACE_EVENT_DAYS,
    store: env.NULLSPACE_STORE,
    detachGraceMs: env.NULLSPACE_DETACH_GRACE_MS,
    healthIntervalMs: env.NULLSPACE_HEALTH_INTERVAL_MS,
    webhookAllowedHosts: env.NULLSPACE_WEBHOOK_ALLOWED_HOSTS,
    supabase:
      env.SUPABASE_URL !== undefined && env.SUPABASE_ANON_KEY !== undefined
        ? {
            url: env.SUPABASE_URL.replace(/\/+$/, ""),
            anonKey: env.SUPABASE_ANON_KEY,
            jwtSecret: env.SUPABASE_JWT_SECRET,
          }
        : undefined,
  };
}
