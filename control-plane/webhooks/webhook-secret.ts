import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from "node:crypto";
import type { WebhookId } from "#lib/api/ids.ts";
import type { System } from "../context.ts";

const CIPHER = "aes-256-gcm";
const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** A new secret in the form of Standard Webhooks: 256 random bits. */
export const makeWebhookSecret = (): string => `whsec_${randomBytes(32).toString("base64")}`;

/** The installation's key serves grants; what is derived from it for this use tells nothing of it. */
const keyOf = ({ installation }: System) =>
  new Uint8Array(hkdfSync("sha256", installation.grantKey, installation.id, "webhook secrets", KEY_BYTES));

/** What is stored: nonce, tag and ciphertext. Only as the secret of this very webhook can it be read again. */
export function sealSecret(system: System, webhook: WebhookId, secret: string): Uint8Array {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(CIPHER, keyOf(system), nonce).setAAD(Buffer.from(webhook));
  const sealed = Buffer.concat([cipher.update(secret, "utf8"), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), sealed]);
}

/** @throws Error when it was not sealed for this webhook in this installation */
export function openSecret(system: System, webhook: WebhookId, stored: Uint8Array): string {
  const bytes = Buffer.from(stored);
  const decipher = createDecipheriv(CIPHER, keyOf(system), bytes.subarray(0, NONCE_BYTES))
    .setAAD(Buffer.from(webhook))
    .setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
  return Buffer.concat([decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES)), decipher.final()]).toString("utf8");
}
