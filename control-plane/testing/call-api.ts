import type { System } from "../context.ts";
import { createApp } from "../http/app.ts";

// biome-ignore lint/suspicious/noExplicitAny: whatever the API answers, as a client in another language would see it
export type Answer = { status: number; body: any };
export type Call = (method: string, path: string, body?: unknown, headers?: Record<string, string>) => Promise<Answer>;

/** Calls the API of a system as a client with this key does. */
export function callApi(system: System, key: string): Call {
  const app = createApp(system);
  return async (method, path, body, headers = {}) => {
    const response = await app.request(path, {
      method,
      headers: {
        authorization: `Bearer ${key}`,
        ...(body !== undefined && { "content-type": "application/json" }),
        ...headers,
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, body: text === "" ? null : JSON.parse(text) };
  };
}
