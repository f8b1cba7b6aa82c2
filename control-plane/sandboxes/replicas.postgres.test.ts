import { randomInt } from "node:crypto";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { EventPage } from "#lib/api/events.ts";
import type { ExecResult } from "#lib/api/exec.ts";
import type { RuntimeInfo, Sandbox } from "#lib/api/sandboxes.ts";
import type { Volume } from "#lib/api/volumes.ts";
import { FIRST_PROCESS } from "../runtimes/local/machine.ts";
import { allPids, argumentsOf, statOfProcess } from "../runtimes/local/proc.ts";
import { liveMounts } from "../testing/live-mounts.ts";
import { databaseMissing, testDatabaseUrl } from "../testing/open-test-database.ts";
import { type Installation, type Replica, startInstallation } from "../testing/start-installation.ts";

const PATIENT = { timeout: 90_000, interval: 100 };
const ROUNDS = 6;
const ACTS_AT_ONCE = 6;
/** About as long as one of the acts takes, in milliseconds. */
const LONGEST_MS = 400;
const MAX_SANDBOXES = 5;

const VERBS = ["pause", "resume", "hibernate", "fork", "destroy", "create"] as const;
type Verb = (typeof VERBS)[number];
type Answer = { status: number; body: Sandbox };

// On Postgres alone: the embedded database belongs to one process, which refuses a second one.
describe.skipIf(databaseMissing() !== null)(
  "sandboxes of two control planes on one Postgres",
  { timeout: 480_000 },
  () => {
    let installation: Installation;
    let first: Replica;
    let second: Replica;
    let volume: string;
    let reason: string | null;
    beforeAll(async () => {
      const quick = { NULLSPACE_LOG_LEVEL: "error", NULLSPACE_DETACH_GRACE_MS: "200" };
      installation = await startInstallation(await testDatabaseUrl(), quick);
      [first, second] = [await installation.addReplica(), await installation.addReplica()];
      await first.start();
      await second.start();
      ({ reason } = (await first.call<RuntimeInfo>("GET", "/v1/runtime")).body);
      if (reason !== null) console.warn(`skipped: ${reason}`);
      volume = (await first.call<Volume>("POST", "/v1/volumes", { name: "both" })).body.id;
      await first.call("POST", `/v1/volumes/${volume}/files/write`, { path: "/a", content: "shared\n" });
    });
    afterAll(async () => {
      for (const { id } of await all()) await second.call("DELETE", `/v1/sandboxes/${id}`);
      await expectAgreement();
      await installation.remove();
    });

    const all = async () => (await second.call<Sandbox[]>("GET", "/v1/sandboxes?include=actions")).body;
    const create = (replica: Replica, headers = {}) =>
      replica.call<Sandbox>("POST", "/v1/sandboxes", { volumes: [{ ref: volume, mount_path: "/data" }] }, headers);
    const get = (replica: Replica, id: string) => replica.call<Sandbox>("GET", `/v1/sandboxes/${id}`);
    const exec = async (id: string, command: string) =>
      (await second.call<ExecResult>("POST", `/v1/sandboxes/${id}/exec`, { command })).body.stdout;
    const act = (replica: Replica, verb: Verb, id: string, headers = {}): Promise<Answer> => {
      if (verb === "create") return create(replica, headers);
      if (verb === "destroy") return replica.call("DELETE", `/v1/sandboxes/${id}`, undefined, headers);
      return replica.call("POST", `/v1/sandboxes/${id}/${verb}`, undefined, headers);
    };
    const both = (verb: Verb, id: string, headers = {}) =>
      Promise.all([first, second].map((replica) => act(replica, verb, id, headers)));

    /** Of this installation, whoever started them. */
    const firstProcesses = (known: ReadonlySet<string>) =>
      allPids().flatMap((pid) => {
        const [, , script, id = ""] = argumentsOf(pid);
        return script === FIRST_PROCESS && known.has(id) && statOfProcess(pid) !== null ? [id] : [];
      });
    const ever = new Set<string>();
    const namesIn = (name: string) => {
      const path = join(installation.directory, name);
      return existsSync(path) ? readdirSync(path).toSorted() : [];
    };

    /** Waits until nothing is under way, then compares what the database, the disk and the kernel say. */
    async function expectAgreement(): Promise<Sandbox[]> {
      const sandboxes = await vi.waitFor(async () => {
        const found = await all();
        for (const { actions } of found) expect(actions?.destroy.reason).toBeNull();
        for (const { actions } of found) expect(actions?.fork.reason).toBeNull();
        return found;
      }, PATIENT);
      for (const { id } of sandboxes) ever.add(id);
      const ids = sandboxes.map(({ id }) => id).toSorted();
      const alive = sandboxes.filter(({ pause_kind }) => pause_kind !== "hibernated").map(({ id }) => id);
      expect(namesIn("sandboxes")).toEqual(ids);
      expect(firstProcesses(ever).toSorted()).toEqual(alive.toSorted());
      const mounts = liveMounts(({ point, source }) => point === "/data" && source.includes(volume));
      expect(mounts).toHaveLength(alive.length);
      for (const { id, status, pause_kind } of sandboxes) {
        if (pause_kind === "hibernated") continue;
        expect([status, pause_kind]).toEqual(status === "paused" ? ["paused", "frozen"] : ["running", null]);
        if (status === "running") expect(await exec(id, "cat /data/a")).toBe("shared\n");
      }
      return sandboxes;
    }

    it("do what both are asked for at the same time once, and both say so", async ({ skip }) => {
      skip(reason !== null);
      const key = { "idempotency-key": "the same sandbox" };
      const made = await both("create", "", key);
      expect(made.map(({ status }) => status)).toEqual([201, 201]);
      const [id = ""] = new Set(made.map(({ body }) => body.id));
      await exec(id, "echo mine > /workspace/own");
      for (const [verb, to] of [
        ["pause", "paused"],
        ["resume", "running"],
        ["hibernate", "paused"],
        ["resume", "running"],
      ] as const) {
        const answers = await both(verb, id);
        expect(answers.map(({ status }) => status)).toEqual([200, 200]);
        const now = await Promise.all([first, second].map((replica) => get(replica, id)));
        expect(now.map(({ body }) => body.status)).toEqual([to, to]);
      }
      const forks = await both("fork", id, { "idempotency-key": "the same fork" });
      expect(new Set(forks.map(({ status, body }) => `${status} ${body.id}`)).size).toBe(1);
      const [copy = ""] = forks.map(({ body }) => body.id);
      for (const one of [id, copy]) expect(await exec(one, "cat /workspace/own")).toBe("mine\n");
      expect((await expectAgreement()).map((one) => one.id).toSorted()).toEqual([id, copy].toSorted());
      await both("destroy", id);
      expect((await expectAgreement()).map((one) => one.id)).toEqual([copy]);
      const { events } = (await second.call<EventPage>("GET", `/v1/activity?sandbox=${id}&family=sandbox`)).body;
      const story = events.flatMap((event) => (event.type === "sandbox.changed" ? [event.data.to] : []));
      expect(story.toReversed()).toEqual([
        "creating",
        "running",
        "paused",
        "running",
        "paused",
        "running",
        "destroyed",
      ]);
      await both("destroy", copy);
    });

    it("do each other's work when one is killed, never twice, and leave nothing behind", async ({ skip }) => {
      skip(reason !== null);
      for (let n = 0; n < 2; n++) ever.add((await create(first)).body.id);
      for (let round = 0; round < ROUNDS; round++) {
        const there = await all();
        const verbs = VERBS.filter((verb) => there.length < MAX_SANDBOXES || (verb !== "fork" && verb !== "create"));
        const acts = Array.from({ length: ACTS_AT_ONCE }, async (_, n) => {
          const verb = there.length === 0 ? "create" : (verbs[randomInt(verbs.length)] ?? "pause");
          const id = there[n % Math.max(1, there.length)]?.id ?? "";
          return act(n % 2 === 0 ? first : second, verb, id).catch(() => null);
        });
        const isKilled = round % 2 === 1;
        if (isKilled) {
          await sleep(randomInt(LONGEST_MS));
          await first.kill();
        }
        for (const answer of await Promise.all(acts)) {
          if (answer === null) continue;
          expect(answer.status, JSON.stringify(answer.body)).toBeLessThan(500);
          if (answer.status < 300 && answer.body !== null) ever.add(answer.body.id);
        }
        // Back at once, beside the other one that works: before the claims of its former life have run out.
        if (isKilled) await first.start();
        await expectAgreement();
      }
    });
  },
);
