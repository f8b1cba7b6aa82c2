import { randomBytes, randomUUID } from "node:crypto";
import type { Role, Scope } from "#lib/api/identity.ts";
import type { TeamId, UserId } from "#lib/api/ids.ts";
import type { Volume } from "#lib/api/volumes.ts";
import { type Context, createContext, type System } from "../context.ts";
import { apiKeys, members, teams } from "../db/schema.ts";
import { hashApiKey, makeApiKey, prefixOf } from "../identity/api-key.ts";
import { newId } from "../new-id.ts";
import { createVolume } from "../volumes/create-volume.ts";

export type TestTeam = {
  id: TeamId;
  /** A person of each role. */
  viewer: Context;
  member: Context;
  admin: Context;
  owner: Context;
  /** API keys of each scope, as a client would send them. */
  keys: Record<Scope, string>;
  /** A new volume of the team. */
  makeVolume(): Promise<Volume>;
};

async function addPerson(system: System, team: TeamId, role: Role): Promise<Context> {
  // A UUID is what the type stands for.
  const userId = randomUUID() as UserId;
  const email = `${role}-${userId.slice(0, 8)}@example.com`;
  await system.database.queries.insert(members).values({ teamId: team, userId, email, role });
  const caller = { kind: "user", userId, email, sessionId: randomUUID() } as const;
  return createContext(system, { caller, team, role, requestId: `test-${role}` });
}

async function addKey(system: System, team: TeamId, scope: Scope): Promise<string> {
  const key = makeApiKey();
  await system.database.queries.insert(apiKeys).values({
    id: newId("key"),
    teamId: team,
    name: `${scope} key`,
    prefix: prefixOf(key),
    keyHash: hashApiKey(key),
    scope,
    createdBy: "test",
  });
  return key;
}

/** A team of its own for a test, so that tests share a system and not their data. */
export async function createTestTeam(system: System): Promise<TestTeam> {
  const team = newId("team");
  await system.database.queries.insert(teams).values({ id: team, name: "Test team" });
  const member = await addPerson(system, team, "member");
  return {
    id: team,
    viewer: await addPerson(system, team, "viewer"),
    member,
    admin: await addPerson(system, team, "admin"),
    owner: await addPerson(system, team, "owner"),
    keys: {
      read: await addKey(system, team, "read"),
      write: await addKey(system, team, "write"),
      admin: await addKey(system, team, "admin"),
    },
    makeVolume: () => createVolume(member, { name: `v-${randomBytes(6).toString("hex")}` }),
  };
}
