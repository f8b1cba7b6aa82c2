import { platform } from "#client/platform";
import { createClient, type NullspaceClient } from "#lib/api/client/client.ts";
import { createRequest, type Request } from "#lib/api/client/request.ts";
import { retrying } from "#lib/api/client/retrying.ts";
import type { Socket } from "#lib/api/client/watch-files.ts";

export type ConnectionOptions = {
  /** `ns_live_…`; else `NULLSPACE_API_KEY` of the environment. */
  apiKey?: string;
  /** Where the control plane answers; else `NULLSPACE_API_URL`, else `http://localhost:4000`. */
  baseUrl?: string;
  /** In place of the global one; a page sends bytes by `XMLHttpRequest` all the same, which alone tells of their progress. */
  fetch?: typeof fetch;
};

/** How a call goes to a control plane, shared by all that came from it. */
export type Connection = {
  api: NullspaceClient;
  request: Request;
  fetch: typeof fetch;
  /** @param route such as `/v1/volumes/vol_3f8a21c09b7e/ws` */
  openSocket(route: string): Socket;
};

const DEFAULT_URL = "http://localhost:4000";

// A browser has no environment.
const environment = (): Record<string, string | undefined> => globalThis.process?.env ?? {};

/** @throws Error when no key is given and none is in the environment */
export function connect(options: ConnectionOptions = {}): Connection {
  const apiKey = options.apiKey ?? environment().NULLSPACE_API_KEY;
  if (!apiKey) throw new Error("No API key: give `apiKey`, or set NULLSPACE_API_KEY.");
  // A browser's own must be called on its window.
  const send = retrying(options.fetch ?? ((input, init) => globalThis.fetch(input, init)));
  const baseUrl = (options.baseUrl ?? environment().NULLSPACE_API_URL ?? DEFAULT_URL).replace(/\/+$/, "");
  const client = { baseUrl, headers: () => ({ authorization: `Bearer ${apiKey}` }), fetch: send };
  return {
    api: createClient(client),
    request: createRequest(client),
    fetch: send,
    openSocket: (route) => platform.openSocket(`${baseUrl.replace(/^http/, "ws")}${route}`, apiKey),
  };
}
