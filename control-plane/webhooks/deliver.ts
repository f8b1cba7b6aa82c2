import { Webhook } from "standardwebhooks";
import type { System } from "../context.ts";
import type { Claimed } from "./claim-delivery.ts";
import { PostError, post } from "./post.ts";
import type { ResolveHost } from "./resolve-host.ts";
import { settleAttempt } from "./settle-attempt.ts";
import type { WebhookRow } from "./to-webhook.ts";
import { openSecret } from "./webhook-secret.ts";

/** How one try ended. */
export type Attempt = { durationMs: number; statusCode: number | null; error: string | null };

/** By the newest secret, and for a while after a rotation by the one before it too. */
function signaturesOf(system: System, webhook: WebhookRow, id: string, at: Date, payload: string): string {
  const overlaps = webhook.previousUntil !== null && webhook.previousUntil > at;
  const secrets = [webhook.secret, ...(overlaps && webhook.previousSecret !== null ? [webhook.previousSecret] : [])];
  return secrets.map((secret) => new Webhook(openSecret(system, webhook.id, secret)).sign(id, at, payload)).join(" ");
}

function problemOf(statusCode: number): string | null {
  if (statusCode >= 200 && statusCode < 300) return null;
  if (statusCode >= 300 && statusCode < 400) return `The receiver answered ${statusCode}: redirects are not followed.`;
  if (statusCode === 410) return "The receiver answered 410: it wants no more.";
  return `The receiver answered ${statusCode}.`;
}

/**
 * Sends a claimed delivery once and books how it went.
 * @param options.last it is not tried again whatever happens
 */
export async function deliver(
  system: System,
  claimed: Claimed,
  options: { resolve?: ResolveHost; last?: boolean } = {},
): Promise<void> {
  const { delivery, webhook } = claimed;
  const at = new Date();
  const headers = {
    "content-type": "application/json",
    "user-agent": "Nullspace-Console",
    "webhook-id": delivery.id,
    "webhook-timestamp": String(Math.floor(at.getTime() / 1000)),
    "webhook-signature": signaturesOf(system, webhook, delivery.id, at, delivery.payload),
  };
  const began = performance.now();
  const { statusCode, error } = await post(
    system.config,
    { url: webhook.url, body: delivery.payload, headers },
    options.resolve === undefined ? {} : { resolve: options.resolve },
  ).then(
    (statusCode) => ({ statusCode, error: problemOf(statusCode) }),
    (error: unknown) => {
      if (!(error instanceof PostError)) throw error;
      return { statusCode: null, error: error.message };
    },
  );
  const attempt: Attempt = { durationMs: Math.round(performance.now() - began), statusCode, error };
  await settleAttempt(system, claimed, attempt, { last: options.last ?? false });
}
