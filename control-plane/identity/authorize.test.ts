import { describe, expect, it } from "vitest";
import type { Role, Scope } from "#lib/api/identity.ts";
import type { Caller, Context } from "../context.ts";
import { authorize, type Permission, refusalOf } from "./authorize.ts";

const ROLES: Role[] = ["viewer", "member", "admin", "owner"];
const SCOPES: Scope[] = ["read", "write", "admin"];

/** Who may: the least role, and the least scope; null for never by key. */
const MATRIX: Record<Permission, [Role, Scope | null]> = {
  "volumes:read": ["viewer", "read"],
  "volumes:write": ["member", "write"],
  "files:read": ["viewer", "read"],
  "files:write": ["member", "write"],
  "sandboxes:read": ["viewer", "read"],
  "sandboxes:write": ["member", "write"],
  "attachments:read": ["viewer", "read"],
  "attachments:write": ["member", "write"],
  "events:read": ["viewer", "read"],
  "members:read": ["viewer", null],
  "members:write": ["admin", null],
  "keys:read": ["admin", null],
  "keys:write": ["admin", null],
  "webhooks:read": ["admin", null],
  "webhooks:write": ["admin", null],
  "team:write": ["admin", null],
  "team:delete": ["owner", null],
};

// Only who calls and the role decide; the rest of a context is not looked at.
const context = (caller: Caller, role: Role) => ({ caller, role }) as Context;
const person = (role: Role) =>
  context({ kind: "user", userId: "u", email: "p@example.com", sessionId: "s" } as Caller, role);
const key = (scope: Scope) => context({ kind: "api_key", keyId: "key_00000000", name: "k", scope } as Caller, "owner");

describe("permissions", () => {
  const cases = Object.entries(MATRIX) as [Permission, [Role, Scope | null]][];

  it.each(cases)("%s: for people from the role on", (permission, [least]) => {
    const allowed = ROLES.filter((role) => refusalOf(person(role), permission) === null);
    expect(allowed).toEqual(ROLES.slice(ROLES.indexOf(least)));
  });

  it.each(cases)("%s: for keys by their scope alone", (permission, [, least]) => {
    const allowed = SCOPES.filter((scope) => refusalOf(key(scope), permission) === null);
    expect(allowed).toEqual(least === null ? [] : SCOPES.slice(SCOPES.indexOf(least)));
  });

  it("refuse with a code and a sentence", () => {
    expect(() => authorize(person("viewer"), "files:write")).toThrow(
      expect.objectContaining({ code: "forbidden", message: expect.stringContaining("member") }),
    );
    expect(() => authorize(key("read"), "files:write")).toThrow(expect.objectContaining({ code: "forbidden" }));
  });
});
