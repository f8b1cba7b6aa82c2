import { expect, it } from "vitest";
import type { Member, Role } from "#lib/api/identity.ts";
import { leaveRefusal, memberRefusal } from "./permissions.ts";

const member = (role: Role) => ({ user_id: role, email: `${role}@example.com`, role }) as unknown as Member;

it("lets admins change others, but not owners, and keeps the last owner", () => {
  const team = [member("owner"), member("viewer")];
  expect(memberRefusal("admin", member("viewer"), team)).toBeNull();
  expect(memberRefusal("admin", member("owner"), team)).toContain("Only an owner");
  expect(memberRefusal("owner", member("owner"), team)).toContain("needs an owner");
  expect(memberRefusal("owner", member("owner"), [...team, member("owner")])).toBeNull();
  expect(memberRefusal("member", member("viewer"), team)).toContain("role admin; yours is member");
});

it("lets everyone leave but the only owner", () => {
  const team = [member("owner"), member("viewer")];
  expect(leaveRefusal(member("viewer"), team)).toBeNull();
  expect(leaveRefusal(member("owner"), team)).toContain("needs an owner");
  expect(leaveRefusal(member("owner"), [...team, member("owner")])).toBeNull();
});
