import { once } from "node:events";
import { type ClientRequest, type IncomingMessage, request } from "node:http";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { reconcileAttachments } from "../attachments/reconcile-attachments.ts";
import type { System } from "../context.ts";
import { endOverdueTransfers } from "../sandbox-files/overdue-transfers.ts";
import { type Call, callApi } from "../testing/call-api.ts";
import { whyNoSandboxes } from "../testing/create-test-sandbox.ts";
import { createTestSystem } from "../testing/create-test-system.ts";
import { createTestTeam } from "../testing/create-test-team.ts";
import { liveMounts } from "../testing/live-mounts.ts";
import { databaseMissing } from "../testing/open-test-database.ts";
import { serveApp } from "../testing/serve-app.ts";

const PATIENT = { timeout: 30_000, interval: 50 };
/** More than sockets take in while nobody reads them. */
const LARGE = 48 * 1024 * 1024;

describe.skipIf(databaseMissing() !== null)("a client that never comes to its end", () => {
  let system: System;
  let key: string;
  let call: Call;
  let url: string;
  const closing: (() => Promise<void>)[] = [];
  beforeAll(async () => {
    const made = await createTestSystem({ config: { detachGraceMs: 300 } });
    system = made.system;
    closing.unshift(made.close);
    const server = await serveApp(system);
    closing.unshift(server.close);
    url = system.config.publicApiUrl = server.url;
    const team = await createTestTeam(system);
    key = team.keys.write;
    call = callApi(system, key);
  });
  afterAll(async () => {
    for (const close of closing) await close();
  });

  const open = (method: string, to: string): ClientRequest => {
    const asked = request(to, { method, headers: { authorization: `Bearer ${key}` } });
    // That it is cut short is what the tests wait for.
    return asked.on("error", () => {});
  };
  /** Asks and takes nothing of the answer. @returns whether the rest of it came whole, later */
  const stalled = async (asked: ClientRequest): Promise<() => Promise<boolean>> => {
    asked.end();
    const [answer]: IncomingMessage[] = await once(asked, "response");
    if (answer === undefined) throw new Error("no answer");
    return async () => {
      const closed = new Promise((resolve) => answer.once("close", resolve));
      answer.on("error", () => {}).resume();
      await closed;
      return answer.complete;
    };
  };

  /** Transfers through `/data` that stand still; each returns whether it came to its end, to be asked later. */
  const transfers: Record<string, (id: string) => Promise<() => Promise<boolean>>> = {
    "a download by a grant": async (id) => {
      const grant = await call("POST", `/v1/sandboxes/${id}/files/download-grant`, { path: "/data/large" });
      return stalled(open("GET", grant.body.url));
    },
    "an archive by a grant": async (id) => {
      const grant = await call("POST", `/v1/sandboxes/${id}/files/download-grant`, { path: "/data" });
      return stalled(open("GET", grant.body.url));
    },
    "a download by a key": (id) => stalled(open("GET", `${url}/v1/sandboxes/${id}/file?path=/data/large`)),
    "an upload by a grant": async (id) => {
      const files = [{ path: "/data/never", content_length: LARGE }];
      const { grants } = (await call("POST", `/v1/sandboxes/${id}/files/upload-grants`, { files })).body;
      const asked = open("PUT", grants[0].url);
      asked.write(Buffer.alloc(1024));
      const closed = new Promise<boolean>((resolve) => {
        asked.once("response", () => resolve(true)).once("close", () => resolve(false));
      });
      return () => closed;
    },
  };

  for (const [name, begin] of Object.entries(transfers))
    it(`keeps no volume attached beyond the grace: ${name}`, async ({ skip }) => {
      const reason = whyNoSandboxes(system);
      if (reason !== null) skip(reason);
      const volume = (await call("POST", "/v1/volumes", { name: name.replaceAll(" ", "-") })).body;
      const mount = { ref: volume.id, mount_path: "/data" };
      const { id } = (await call("POST", "/v1/sandboxes", { volumes: [mount] })).body;
      await call("POST", `/v1/sandboxes/${id}/exec`, { command: `head -c ${LARGE} /dev/zero > /data/large` });
      const [attachment] = (await call("GET", `/v1/sandboxes/${id}/volumes`)).body;
      const cameToItsEnd = await begin(id);
      await vi.waitFor(async () => {
        expect(await system.runtime.holdsHere({ sandboxId: id, attachmentId: attachment.id })).toBe(true);
      }, PATIENT);
      const route = `/v1/sandboxes/${id}/volumes/${attachment.id}`;
      expect((await call("DELETE", `${route}?wait=false`)).body.state).toBe("releasing");
      await vi.waitFor(async () => {
        await endOverdueTransfers(system);
        await reconcileAttachments(system, new AbortController().signal);
        expect((await call("GET", route)).body.state).toBe("released");
      }, PATIENT);
      expect(await cameToItsEnd()).toBe(false);
      expect(liveMounts(({ point, source }) => point === "/data" && source.includes(volume.id))).toEqual([]);
      // Nothing of the sandbox's own was ended for it.
      expect((await call("POST", `/v1/sandboxes/${id}/exec`, { command: "ls -A /data" })).body.stdout).toBe("");
    });
});
