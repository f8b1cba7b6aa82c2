import { describe, expect, it } from "vitest";
import { hashPassword, verifyPassword } from "./password.ts";

describe("passwords", () => {
  it("are kept as salted argon2id of a cost that OWASP recommends", async () => {
    const [one, two] = await Promise.all([hashPassword("pässwörd ✓"), hashPassword("pässwörd ✓")]);
    expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[^$]{22}\$[^$]{43}$/);
    expect(one).not.toBe(two);
    expect(await verifyPassword(one, "pässwörd ✓")).toBe(true);
    expect(await verifyPassword(one, "pässwörd")).toBe(false);
  });

  it("are checked at the cost they were hashed with", async () => {
    // Of a cost that is not today's.
    const stored = "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$yrdGtGIZk/3JHsUHh5gLQUqQppLwvGjf4Z+cJbPLqew";
    expect(await verifyPassword(stored, "password")).toBe(true);
    expect(await verifyPassword(stored, "Password")).toBe(false);
  });

  it("never fit where there is no account, and not the empty hash", async () => {
    expect(await verifyPassword(null, "")).toBe(false);
    await expect(verifyPassword("", "")).rejects.toThrow("cannot be read");
  });

  it("wait in a line of bounded length, with and without an account", async () => {
    const stored = await hashPassword("x");
    const all = await Promise.allSettled(
      Array.from({ length: 60 }, (_, index) => verifyPassword(index % 2 === 0 ? null : stored, "x")),
    );
    const answered = all.filter(({ status }) => status === "fulfilled");
    expect(answered.length).toBeGreaterThanOrEqual(40);
    expect(answered.length).toBeLessThan(45);
    const late = await Promise.allSettled([
      ...Array.from({ length: 44 }, () => verifyPassword(stored, "x")),
      verifyPassword(null, "x"),
    ]);
    expect(late.at(-1)).toMatchObject({ status: "rejected", reason: { code: "rate_limit_exceeded" } });
  });

  it("of absurd length are refused without being hashed", async () => {
    const stored = await hashPassword("x");
    const line = Array.from({ length: 44 }, () => verifyPassword(stored, "x").catch(() => null));
    expect(await verifyPassword(stored, "x".repeat(1025))).toBe(false);
    await Promise.all(line);
  });
});
