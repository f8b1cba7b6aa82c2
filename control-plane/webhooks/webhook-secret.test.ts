import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { System } from "../context.ts";
import { newId } from "../new-id.ts";
import { createTestSystem } from "../testing/create-test-system.ts";
import { databaseMissing } from "../testing/open-test-database.ts";
import { makeWebhookSecret, openSecret, sealSecret } from "./webhook-secret.ts";

describe.skipIf(databaseMissing() !== null)("the stored secret of a webhook", () => {
  let system: System;
  let close: () => Promise<void>;
  beforeAll(async () => {
    ({ system, close } = await createTestSystem());
  });
  afterAll(() => close());

  it("opens again, for this webhook in this installation alone", () => {
    const [webhook, secret] = [newId("hook"), makeWebhookSecret()];
    const stored = sealSecret(system, webhook, secret);
    expect(Buffer.from(stored).includes(secret)).toBe(false);
    expect(openSecret(system, webhook, stored)).toBe(secret);
    expect(() => openSecret(system, newId("hook"), stored)).toThrow();
    const elsewhere = { ...system, installation: { ...system.installation, grantKey: new Uint8Array(32) } };
    expect(() => openSecret(elsewhere, webhook, stored)).toThrow();
    expect(() =>
      openSecret(
        system,
        webhook,
        stored.map((byte, at) => (at === 40 ? byte ^ 1 : byte)),
      ),
    ).toThrow();
  });

  it("is sealed anew each time", () => {
    const webhook = newId("hook");
    expect(sealSecret(system, webhook, "whsec_a")).not.toEqual(sealSecret(system, webhook, "whsec_a"));
  });
});
