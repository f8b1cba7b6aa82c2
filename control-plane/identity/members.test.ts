import { and, eq } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Role } from "#lib/api/identity.ts";
import type { UserId } from "#lib/api/ids.ts";
import type { Context, System } from "../context.ts";
import { events, members } from "../db/schema.ts";
import { createTestSystem } from "../testing/create-test-system.ts";
import { createTestTeam, type TestTeam } from "../testing/create-test-team.ts";
import { databaseMissing } from "../testing/open-test-database.ts";
import { listMembers } from "./list-members.ts";
import { removeMember } from "./remove-member.ts";
import { renameTeam } from "./rename-team.ts";
import { setMemberRole } from "./set-member-role.ts";

describe.skipIf(databaseMissing() !== null)("members of a team", () => {
  let system: System;
  let close: () => Promise<void>;
  let team: TestTeam;
  beforeAll(async () => {
    ({ system, close } = await createTestSystem());
  });
  afterAll(() => close());
  beforeEach(async () => {
    team = await createTestTeam(system);
  });

  function idOf(ctx: Context): UserId {
    if (ctx.caller.kind !== "user") throw new Error("not a person");
    return ctx.caller.userId;
  }
  const roles = async () =>
    new Map((await listMembers(team.owner)).map(({ user_id, role }) => [user_id, role] as const));
  const story = async () =>
    (await system.database.queries.select().from(events).where(eq(events.teamId, team.id)).orderBy(events.seq)).map(
      ({ type, data }) => [type, data],
    );
  async function secondOwner(): Promise<Context> {
    await setMemberRole(team.owner, idOf(team.admin), "owner");
    return { ...team.admin, role: "owner" };
  }

  it("are listed to each of them, without those of other teams", async () => {
    await createTestTeam(system);
    for (const ctx of [team.viewer, team.member, team.admin, team.owner])
      expect((await listMembers(ctx)).map(({ role }) => role)).toEqual(["admin", "member", "owner", "viewer"]);
  });

  it("get another role, which is told", async () => {
    const viewer = idOf(team.viewer);
    expect(await setMemberRole(team.admin, viewer, "member")).toMatchObject({ user_id: viewer, role: "member" });
    await setMemberRole(team.admin, viewer, "member");
    expect((await roles()).get(viewer)).toBe("member");
    expect(await story()).toMatchObject([["member.role_changed", { role: "member" }]]);
  });

  it("are removed, which is told", async () => {
    await removeMember(team.admin, idOf(team.viewer));
    expect((await roles()).has(idOf(team.viewer))).toBe(false);
    expect(await story()).toMatchObject([["member.removed", {}]]);
    await expect(removeMember(team.admin, idOf(team.viewer))).rejects.toMatchObject({ code: "not_found" });
  });

  it("leave by themselves, but for the only owner", async () => {
    await removeMember(team.viewer, idOf(team.viewer));
    expect((await roles()).has(idOf(team.viewer))).toBe(false);
    await expect(removeMember(team.owner, idOf(team.owner))).rejects.toMatchObject({ code: "conflict" });
    await secondOwner();
    await removeMember(team.owner, idOf(team.owner));
    expect(await story()).toContainEqual(["member.removed", expect.anything()]);
  });

  it("are changed by admins and owners alone", async () => {
    for (const ctx of [team.viewer, team.member]) {
      await expect(setMemberRole(ctx, idOf(team.viewer), "admin")).rejects.toMatchObject({ code: "forbidden" });
      await expect(removeMember(ctx, idOf(team.admin))).rejects.toMatchObject({ code: "forbidden" });
      await expect(renameTeam(ctx, { name: "Mine" })).rejects.toMatchObject({ code: "forbidden" });
    }
  });

  it("become owners and stop being it by an owner alone", async () => {
    for (const act of [
      () => setMemberRole(team.admin, idOf(team.admin), "owner"),
      () => setMemberRole(team.admin, idOf(team.viewer), "owner"),
      () => setMemberRole(team.admin, idOf(team.owner), "viewer"),
      () => removeMember(team.admin, idOf(team.owner)),
    ])
      await expect(act()).rejects.toMatchObject({ code: "forbidden" });
    await secondOwner();
    expect((await roles()).get(idOf(team.admin))).toBe("owner");
  });

  it.each<Role | null>(["admin", "viewer", null])("keep their only owner (to %s)", async (after) => {
    const owner = idOf(team.owner);
    const act = after === null ? removeMember(team.owner, owner) : setMemberRole(team.owner, owner, after);
    await expect(act).rejects.toMatchObject({ code: "conflict" });
    expect((await roles()).get(owner)).toBe("owner");
  });

  it("keep one of two owners who demote each other, or themselves, at once", async () => {
    for (const each of ["other", "self"] as const) {
      const second = await secondOwner();
      const [first, other] = each === "self" ? [team.owner, second] : [second, team.owner];
      const both = await Promise.allSettled([
        setMemberRole(team.owner, idOf(first), "admin"),
        setMemberRole(second, idOf(other), "admin"),
      ]);
      expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
      expect([...(await roles()).values()].filter((role) => role === "owner")).toHaveLength(1);
      // As it was, for the next round.
      await system.database.queries
        .update(members)
        .set({ role: "owner" })
        .where(and(eq(members.teamId, team.id), eq(members.userId, idOf(team.owner))));
    }
  });

  it("are not changed by an admin who was demoted in between", async () => {
    await setMemberRole(team.owner, idOf(team.admin), "viewer");
    await expect(removeMember(team.admin, idOf(team.viewer))).rejects.toMatchObject({ code: "forbidden" });
  });

  it("are out of reach for another team", async () => {
    const other = await createTestTeam(system);
    await expect(setMemberRole(other.owner, idOf(team.viewer), "admin")).rejects.toMatchObject({ code: "not_found" });
    await expect(removeMember(other.owner, idOf(team.viewer))).rejects.toMatchObject({ code: "not_found" });
    expect((await roles()).get(idOf(team.viewer))).toBe("viewer");
  });

  it("see the team's new name, which is told", async () => {
    expect(await renameTeam(team.admin, { name: "Renamed" })).toMatchObject({ id: team.id, name: "Renamed" });
    expect(await story()).toEqual([["team.renamed", { name: "Renamed" }]]);
  });
});
