import { createClient } from "#lib/api/client/client.ts";

/** The browser's client: reads only, through the gateway of the same origin, which adds the caller's credential. */
export const browserApi = createClient({ baseUrl: "/api" });
