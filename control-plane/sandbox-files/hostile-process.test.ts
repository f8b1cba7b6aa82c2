import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ApiError } from "#lib/api/api-error.ts";
import type { SandboxId } from "#lib/api/ids.ts";
import type { System } from "../context.ts";
import { createTestSystem } from "../testing/create-test-system.ts";
import { createTestTeam, type TestTeam } from "../testing/create-test-team.ts";
import { databaseMissing } from "../testing/open-test-database.ts";
import { serveApp } from "../testing/serve-app.ts";
import { type HostileWriter, SECRET, startHostileWriter } from "../testing/start-hostile-writer.ts";
import { watchSandboxFiles } from "./watch-sandbox-files.ts";

const RUN_MS = 6_000;
const BREAKS_OFF = new Set(["file", "download", "archive"]);
const pick = <T>(from: readonly T[]): T => {
  const one = from[Math.floor(Math.random() * from.length)];
  if (one === undefined) throw new Error("nothing to pick from");
  return one;
};

// Inside: what only a process in there has, the kernel's own links to other roots among it; and it fills the disk for a while.
const INSIDE = `mkdir -p k/d/e k/full && cd k && ln -s /proc/1/root .one && ln -s /proc/self/root .self && ln -s /usr .usr &&
ln -s /dev .dev && ln -s /proc/self/fd .fd && echo on
while :; do
  for bait in .one .self .usr .dev .fd; do
    mv -T d .aside && mv -T $bait d && mv -T d $bait && mv -T .aside d
    mv -T d/e d/.aside && mv -T $bait d/e && mv -T d/e $bait && mv -T d/.aside d/e
  done
  head -c 400000 /dev/zero > full/$((n = (n + 1) % 20)); [ $n = 0 ] && rm -f full/*
  mkdir -p d/e; echo inside > d/f; echo inside > d/e/f
done 2>/dev/null`;

describe.skipIf(databaseMissing() !== null)("the files of a sandbox in which everything is swapped", () => {
  let system: System;
  let close: () => Promise<void>;
  let url: string;
  let stop: () => Promise<void>;
  let team: TestTeam;
  let id: SandboxId;
  let writer: HostileWriter;
  let outside: string;
  let missing: string | null = null;
  const files = () => join(system.config.dataDirectory, "sandboxes", id, "files");

  beforeAll(async () => {
    ({ system, close } = await createTestSystem());
    ({ url, close: stop } = await serveApp(system));
    system.config.publicApiUrl = url;
    team = await createTestTeam(system);
    const { capability } = system.runtime;
    if (!capability.available) {
      missing = capability.reason;
      return console.warn(`skipped: ${capability.reason}`);
    }
    id = (await (await send("POST", "", {})).json()).id;
    outside = join(system.config.dataDirectory, "outside");
    // On the host by a process of the sandbox's own user, since that swaps faster than any shell inside.
    writer = await startHostileWriter(join(files(), "workspace"), outside);
    const inside = await system.runtime.exec(id, { argv: ["/bin/sh", "-c", INSIDE] });
    for (const output of [inside.stdout, inside.stderr]) output.resume();
    await new Promise((resolve) => inside.stdout.once("data", resolve));
  });
  afterAll(async () => {
    await writer?.stop();
    await stop();
    await close();
  });

  const send = (method: string, path: string, body?: unknown) =>
    fetch(`${url}/v1/sandboxes${path === "" ? "" : `/${id}${path}`}`, {
      method,
      // A connection each: the server closes that of a refusal, which the next request would find closed.
      headers: { authorization: `Bearer ${team.keys.write}`, "content-type": "application/json", connection: "close" },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
  const NAMES = ["d", "d/e", "d/e/g", "to", "f", "d/f", "d/e/f", "d/e/g/f", "d/secret", "d/e/secret", "k/d", "k/d/e"];
  const path = () => `/workspace/${pick([...NAMES, `k/d${outside}/secret`, `k/d/e${outside}`, "k/d/f", "k/d/e/f"])}`;
  const fresh = () => `/workspace/${pick(["d", "d/e", "to", "k/d", "k/d/e"])}/n${Math.floor(Math.random() * 5)}`;

  const verbs = (): Record<string, () => Promise<Response>> => {
    const at = (name: string, body: unknown) => () => send("POST", `/files/${name}`, body);
    const query = (route: string) => () => send("GET", `${route}?path=${encodeURIComponent(path())}`);
    const conflict = pick(["error", "replace", "keep_both"] as const);
    const bulk = { paths: [path(), path()], destination: `/workspace/${pick(["to", "d/e", "k/d"])}`, conflict };
    const granted = async (name: string, input: unknown, init?: RequestInit) => {
      const answer = await send("POST", `/files/${name}`, input);
      const once = { ...init, headers: { connection: "close" } };
      return answer.ok ? fetch((await answer.json()).url, once) : answer;
    };
    return {
      list: () => send("GET", `/files?depth=4&path=${encodeURIComponent(pick(["/workspace", path()]))}`),
      page: () => send("GET", `/files?limit=5&sort=size&path=${encodeURIComponent(path())}`),
      info: at("info", { path: path() }),
      exists: at("exists", { path: path() }),
      read: at("read", { path: path() }),
      file: query("/file"),
      write: at("write", { path: path(), content: "written" }),
      create: at("write", { path: fresh(), content: "created" }),
      mkdir: at("mkdir", { path: fresh() }),
      rename: at("rename", { old_path: path(), new_path: fresh() }),
      move: at("move", bulk),
      copy: at("copy", bulk),
      remove: at("remove", { path: path() }),
      removeMany: at("remove-many", { paths: [path(), path()] }),
      permissions: at("permissions", { path: path(), permissions: "0777" }),
      allPermissions: at("set-permissions", { paths: [path()], permissions: "0777", recursive: true }),
      find: at("find", { path: pick(["/workspace", path()]), pattern: pick(["i", "outside"]) }),
      search: at("search", { path: pick(["/workspace", path()]), pattern: "*" }),
      replace: at("replace", { files: [path(), path()], pattern: "inside|outside", replacement: "inside" }),
      upload: () => granted("upload-url", { path: pick([path(), fresh()]) }, { method: "PUT", body: "uploaded" }),
      download: () => granted("download-url", { path: path() }),
      archive: () => granted("download-url", { path: pick(["/workspace", "/workspace/d", "/workspace/k/d"]) }),
    };
  };

  it("no verb reads, writes, changes or deletes anything outside, and none stalls", async ({ skip }) => {
    skip(missing !== null);
    const told: string[] = [];
    const watching = new AbortController();
    const watched = watchSandboxFiles(
      team.member,
      id,
      { path: "/workspace", recursive: true },
      {
        signal: watching.signal,
        started: () => {},
        tell: (event) => told.push(event.path),
        recheck: async () => team.member,
      },
    );
    const ran = new Map<string, { ended: number; refused: number }>();
    const until = Date.now() + RUN_MS;
    do {
      const round = Object.entries(verbs()).map(async ([name, run]) => {
        const count = ran.get(name) ?? { ended: 0, refused: 0 };
        ran.set(name, count);
        // What goes away while it is sent breaks off, before its first byte too.
        const answer = await run().catch((error: unknown) => {
          if (BREAKS_OFF.has(name)) return null;
          throw new Error(`${name} was not answered`, { cause: error });
        });
        if (answer === null) {
          count.refused++;
          return;
        }
        // An archive of what goes away meanwhile may break off.
        const body = Buffer.from(await answer.arrayBuffer().catch(() => new ArrayBuffer())).toString("latin1");
        expect(body, name).not.toContain(SECRET);
        expect(answer.status, `${name}: ${body}`).not.toBe(500);
        count[answer.ok ? "ended" : "refused"]++;
      });
      await Promise.all(round);
      // Each verb is to get through now and then: one that is always refused would prove nothing.
    } while (Date.now() < until || [...ran.values()].some(({ ended }) => ended === 0));
    watching.abort();
    await watched.catch((error: unknown) => {
      if (!(error instanceof ApiError)) throw error;
    });
    await writer.stop();
    expect(writer.outside.now()).toEqual(writer.outside.before);
    expect(told.filter((one) => !one.startsWith("/workspace"))).toEqual([]);
    await system.runtime.stop(id);
    expect(existsSync(outside)).toBe(true);
    // Follows no link, unlike a walk of Node's.
    expect(execFileSync("find", ["-P", files(), "-name", ".nullspace-*"], { encoding: "utf8" })).toBe("");
  }, 180_000);
});
