import { createClient, type NullspaceClient } from "#lib/api/client/client.ts";
import { retrying } from "#lib/api/client/retrying.ts";
import { MissingKeyError } from "./missing-key-error.ts";
import { readSettings } from "./settings.ts";

/** A client with the key that the settings name. @throws MissingKeyError, UsageError */
export function openClient(): NullspaceClient {
  const { apiUrl, apiKey } = readSettings();
  if (apiKey === undefined) throw new MissingKeyError();
  return createClient({
    baseUrl: apiUrl,
    headers: () => ({ authorization: `Bearer ${apiKey}` }),
    fetch: retrying(globalThis.fetch),
  });
}
