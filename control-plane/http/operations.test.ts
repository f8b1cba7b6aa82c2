import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { System } from "../context.ts";
import { createTestSystem } from "../testing/create-test-system.ts";
import { createTestTeam } from "../testing/create-test-team.ts";
import { databaseMissing } from "../testing/open-test-database.ts";
import { type App, createApp } from "./app.ts";

type Operation = { operationId?: string; responses: Record<string, unknown>; security?: unknown[] };

describe.skipIf(databaseMissing() !== null)("what an operator sees", () => {
  let system: System;
  let app: App;
  let close: () => Promise<void>;
  beforeAll(async () => {
    ({ system, close } = await createTestSystem());
    app = createApp(system);
  });
  afterAll(() => close());

  it("says that it is alive and ready, and not ready any more when it is to end", async () => {
    expect(await (await app.request("/healthz")).json()).toEqual({ status: "ok" });
    expect((await app.request("/readyz")).status).toBe(200);
    const ending = createApp({ ...system, stopping: AbortSignal.abort() });
    expect((await ending.request("/readyz")).status).toBe(503);
    expect((await ending.request("/healthz")).status).toBe(200);
  });

  it("counts requests, volumes and bytes, and names nobody", async () => {
    const team = await createTestTeam(system);
    const volume = await team.makeVolume();
    await app.request(`/v1/volumes/${volume.id}`, { headers: { authorization: `Bearer ${team.keys.read}` } });
    const response = await app.request("/metrics");
    const text = await response.text();
    expect(response.headers.get("content-type")).toContain("text/plain");
    expect(text).toMatch(/^nullspace_volumes 1$/m);
    expect(text).toMatch(
      /^nullspace_http_request_duration_seconds_count\{method="GET",route="\/v1\/volumes\/:id",status="200"\} 1$/m,
    );
    expect(text).toMatch(/^process_resident_memory_bytes /m);
    for (const secret of [volume.id, volume.name, team.id, team.keys.read]) expect(text).not.toContain(secret);
  });

  it("describes every route of /v1, each with its name, its right and its refusals", async () => {
    const description = await (await app.request("/v1/openapi.json")).json();
    const operations: Record<string, Operation> = {};
    for (const [path, methods] of Object.entries<Record<string, Operation>>(description.paths))
      for (const [method, operation] of Object.entries(methods))
        operations[`${method.toUpperCase()} ${path}`] = operation;

    const served = new Set(
      app.routes
        .filter(({ method, path }) => method !== "ALL" && path.startsWith("/v1/") && path !== "/v1/openapi.json")
        .map(({ method, path }) => `${method} ${path.replaceAll(/:(\w+)(\{[^}]*\})?/g, "{$1}")}`),
    );
    expect(served.size).toBeGreaterThan(30);
    for (const route of served) {
      const operation = operations[route];
      expect(operation, `${route} is not described`).toBeDefined();
      expect(operation?.operationId, route).toMatch(/^[a-z][A-Za-z]+$/);
      expect(Object.keys(operation?.responses ?? {}), route).toContain("default");
      expect(operation?.security, route).toBeDefined();
    }
    const names = Object.values(operations).map(({ operationId }) => operationId);
    expect(new Set(names).size).toBe(names.length);
    // What the public guides call them.
    expect(names).toEqual(
      expect.arrayContaining(["createVolume", "listVolumes", "listVolumeFiles", "writeVolumeFile"]),
    );
  });

  it("shows the description on a page that loads nothing from elsewhere", async () => {
    const page = await app.request("/docs");
    expect(page.headers.get("content-security-policy")).toContain("default-src 'none'");
    expect(await page.text()).not.toMatch(/(src|href)="(https?:)?\/\//);
    const bundle = await app.request("/docs/reference.js");
    expect(bundle.status).toBe(200);
    expect(bundle.headers.get("content-type")).toContain("javascript");
    await bundle.body?.cancel();
  });

  it("gives every answer an id of its own, which a refusal repeats", async () => {
    const refusal = await app.request("/v1/volumes");
    expect((await refusal.json()).request_id).toBe(refusal.headers.get("x-request-id"));
    const other = await app.request("/v1/volumes");
    expect(other.headers.get("x-request-id")).not.toBe(refusal.headers.get("x-request-id"));
  });

  it.each([
    ["no such route", "GET", "/v1/nonsense", undefined, undefined, 404, "not_found"],
    ["bad JSON", "POST", "/v1/volumes", "{", "application/json", 400, "invalid_request"],
    ["a form", "POST", "/v1/volumes", "name=a", "application/x-www-form-urlencoded", 400, "invalid_request"],
    ["a body that is no object", "POST", "/v1/volumes", "[]", "application/json", 400, "invalid_request"],
    ["an empty body", "POST", "/v1/volumes", "", "application/json", 400, "invalid_request"],
  ])("refuses %s in the contract's words", async (_what, method, path, body, type, status, code) => {
    const { keys } = await createTestTeam(system);
    const response = await app.request(path, {
      method,
      headers: { authorization: `Bearer ${keys.write}`, ...(type !== undefined && { "content-type": type }) },
      ...(body !== undefined && { body }),
    });
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({ code, request_id: expect.any(String), error: expect.any(String) });
  });

  it("refuses a JSON body that is far too large before it is read", async () => {
    const { keys } = await createTestTeam(system);
    const response = await app.request("/v1/volumes", {
      method: "POST",
      headers: {
        authorization: `Bearer ${keys.write}`,
        "content-type": "application/json",
        "content-length": String(10 ** 9),
      },
      body: "{}",
    });
    expect(response.status).toBe(413);
    expect(await response.json()).toMatchObject({ code: "file_upload_limit_exceeded" });
  });
});
