import type { Logger } from "pino";
import type { Role, Scope } from "#lib/api/identity.ts";
import type { ApiKeyId, TeamId, UserId } from "#lib/api/ids.ts";
import type { Config } from "./config.ts";
import type { Database, Queries } from "./db/database.ts";
import type { Runtime } from "./runtimes/runtime.ts";
import type { VolumeStore } from "./storage/store.ts";
import type { Observations } from "./watching/observation.ts";

/** What the process has: one each, made at start, handed to every verb. */
export type System = {
  config: Config;
  database: Database;
  log: Logger;
  store: VolumeStore;
  /** Runs the sandboxes of this machine. */
  runtime: Runtime;
  /** The directories that somebody looks at through this replica; a browser renews its own every minute. */
  observations: Observations;
  /** Aborted when the process is to end: answers without an end of their own, such as event streams, end then. */
  stopping: AbortSignal;
  /** Random, kept in the database, the same on every replica. */
  installation: { id: string; grantKey: Uint8Array<ArrayBuffer>; authPrivateJwk: Record<string, unknown> };
};

/** Someone signed in. */
export type Person = { kind: "user"; userId: UserId; email: string; sessionId: string };
export type ApiKeyCaller = { kind: "api_key"; keyId: ApiKeyId; name: string; scope: Scope };
export type Caller = Person | ApiKeyCaller | { kind: "system"; name: "system" };

/** Who calls, for which team, with which right. The first parameter of every verb. */
export type Context = {
  system: System;
  caller: Caller;
  team: TeamId;
  role: Role;
  requestId: string;
  /** Runs `act` in one transaction. Inside it use only `tx`: with PGlite any other query would wait for it for ever. */
  transaction<T>(act: (tx: Queries) => Promise<T>): Promise<T>;
};

export function createContext(
  system: System,
  who: { caller: Caller; team: TeamId; role: Role; requestId: string },
): Context {
  return { system, ...who, transaction: (act) => system.database.queries.transaction(act) };
}

/** What the system does by itself in a team, such as reconciling usage. */
export function systemContext(system: System, team: TeamId): Context {
  return createContext(system, {
    caller: { kind: "system", name: "system" },
    team,
    role: "owner",
    requestId: "system",
  });
}
