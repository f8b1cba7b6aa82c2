import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { WebSocket } from "ws";
import { SOCKET_PROTOCOL, socketProtocols } from "#lib/api/socket-protocol.ts";
import type { System } from "../context.ts";
import { createTestSystem } from "../testing/create-test-system.ts";
import { createTestTeam, type TestTeam } from "../testing/create-test-team.ts";
import { createTestVolume } from "../testing/create-test-volume.ts";
import { databaseMissing } from "../testing/open-test-database.ts";
import { serveApp } from "../testing/serve-app.ts";

const EVIL = "http://evil.example";

describe.skipIf(databaseMissing() !== null)("pages of other origins", () => {
  let system: System;
  let close: () => Promise<void>;
  let server: { url: string; close: () => Promise<void> };
  let team: TestTeam;
  let known: string;
  beforeAll(async () => {
    ({ system, close } = await createTestSystem());
    server = await serveApp(system);
    team = await createTestTeam(system);
    known = system.config.dashboardOrigins[0] ?? "";
  });
  afterAll(async () => {
    await server.close();
    await close();
  });
  const ask = (origin: string, method = "GET", headers: Record<string, string> = {}) =>
    fetch(`${server.url}/v1/volumes`, { method, headers: { origin, ...headers } });

  it("may call and read where their origin is known, and refusals too", async () => {
    const asked = await ask(known, "OPTIONS", {
      "access-control-request-method": "DELETE",
      "access-control-request-headers": "authorization,content-type,idempotency-key",
    });
    expect(asked.status).toBe(204);
    expect(asked.headers.get("access-control-allow-origin")).toBe(known);
    expect(asked.headers.get("access-control-allow-methods")).toContain("DELETE");
    expect(asked.headers.get("access-control-allow-headers")?.toLowerCase()).toMatch(/authorization.*idempotency-key/);
    const listed = await ask(known, "GET", { authorization: `Bearer ${team.keys.read}` });
    expect([listed.status, listed.headers.get("access-control-allow-origin")]).toEqual([200, known]);
    const refused = await ask(known);
    expect([refused.status, refused.headers.get("access-control-allow-origin")]).toEqual([401, known]);
    expect(refused.headers.get("access-control-expose-headers")?.toLowerCase()).toContain("retry-after");
    expect(listed.headers.get("vary")?.toLowerCase()).toContain("origin");
    // Without this a browser brings no cookie along, and none would be looked at.
    expect(listed.headers.get("access-control-allow-credentials")).toBeNull();
  });

  it("may not where it is not", async () => {
    for (const answer of [await ask(EVIL, "OPTIONS"), await ask(EVIL)]) {
      expect(answer.headers.get("access-control-allow-origin")).toBeNull();
      expect(answer.headers.get("access-control-allow-methods")).toBeNull();
    }
  });

  const open = (id: string, protocols: string[], origin: string) =>
    new Promise<string>((resolve) => {
      const socket = new WebSocket(`${server.url.replace("http", "ws")}/v1/volumes/${id}/ws`, protocols, { origin });
      socket.once("open", () => {
        resolve(`opened ${socket.protocol}`);
        socket.close();
      });
      socket.once("unexpected-response", (_request, response) => resolve(String(response.statusCode)));
      socket.once("error", () => resolve("failed"));
    });

  it("open a WebSocket with a credential among its subprotocols, which is not sent back", async () => {
    const { id } = await createTestVolume(system, team);
    expect(await open(id, socketProtocols(team.keys.read), known)).toBe(`opened ${SOCKET_PROTOCOL}`);
    expect(await open(id, socketProtocols(`ns_live_${"0".repeat(32)}`), known)).toBe("401");
    expect(await open(id, [SOCKET_PROTOCOL], known)).toBe("401");
    expect(await open(id, socketProtocols(team.keys.read), EVIL)).toBe("403");
  });
});
