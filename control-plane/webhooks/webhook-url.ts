import { isIP } from "node:net";
import { ApiError } from "#lib/api/api-error.ts";
import type { Config } from "../config.ts";
import { isPublicAddress } from "./is-public-address.ts";

/** The host as DNS and `net` take it: an IPv6 address without its brackets. */
export const hostOf = (url: URL): string => url.hostname.replace(/^\[(.*)\]$/, "$1");

/** Whether the operator lets webhooks reach this host wherever it is. */
export const isListed = (config: Config, url: URL): boolean => config.webhookAllowedHosts.includes(hostOf(url));

const refuse = (problem: string, suggestedAction: string) =>
  new ApiError("invalid_request", `url: ${problem}`, { suggestedAction, details: { field: "url" } });

/**
 * Takes the address of a webhook. What a name resolves to is looked at each time it is called, since that changes.
 * @throws ApiError invalid_request
 */
export function parseWebhookUrl(config: Config, text: string): URL {
  const url = new URL(text);
  const ask = "Use a public https:// address, or ask the operator to list the host.";
  if (url.protocol !== "https:" && url.protocol !== "http:") throw refuse("must begin with https://.", ask);
  if (url.username !== "" || url.password !== "")
    throw refuse("must not hold a name or a password.", "Put what the receiver needs to know into its path.");
  if (isListed(config, url)) return url;
  if (url.protocol !== "https:") throw refuse("must begin with https://.", ask);
  if (isIP(hostOf(url)) !== 0 && !isPublicAddress(hostOf(url)))
    throw refuse(`${hostOf(url)} is not an address of the public internet.`, ask);
  return url;
}
