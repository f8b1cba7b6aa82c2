import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ApiError } from "#lib/api/api-error.ts";
import { SandboxId } from "#lib/api/ids.ts";
import { PreviewMessage } from "#lib/api/replacing.ts";
import { SandboxFindInput, SandboxReplaceInput } from "#lib/api/sandbox-files.ts";
import { FoundLine, SearchMessage } from "#lib/api/searching.ts";
import type { System } from "../context.ts";
import { findInSandboxFiles } from "../sandbox-files/find-in-sandbox-files.ts";
import { replaceInSandboxFiles } from "../sandbox-files/replace-in-sandbox-files.ts";
import { type Call, callApi } from "../testing/call-api.ts";
import { createTestSystem } from "../testing/create-test-system.ts";
import { createTestTeam, type TestTeam } from "../testing/create-test-team.ts";
import { databaseMissing } from "../testing/open-test-database.ts";
import { createApp } from "./app.ts";

/** On this text the pattern below needs longer than anyone waits. */
const HOSTILE = `${"a".repeat(60)}!`;
const HOSTILE_PATTERN = "^(a+)+$";

describe.skipIf(databaseMissing() !== null)("searching the files of a sandbox", () => {
  let system: System;
  let close: () => Promise<void>;
  let team: TestTeam;
  let call: Call;
  let id: SandboxId;
  beforeAll(async () => {
    ({ system, close } = await createTestSystem());
    team = await createTestTeam(system);
    call = callApi(system, team.keys.write);
    const { capability } = system.runtime;
    if (!capability.available) return console.warn(`skipped: ${capability.reason}`);
    const { id: volume } = await team.makeVolume();
    const volumes = [
      { ref: volume, mount_path: "/workspace/data" },
      { ref: volume, mount_path: "/fixed", read_only: true },
    ];
    id = SandboxId.parse((await call("POST", "/v1/sandboxes", { volumes })).body.id);
  });
  afterAll(() => close());
  const withRuntime = (name: string, act: () => Promise<void>) =>
    it(name, async ({ skip }) => {
      skip(!system.runtime.capability.available);
      await act();
    });
  // As the official client sends it, user and all.
  const files = (verb: string, body: object, by = call) =>
    by("POST", `/v1/sandboxes/${id}/files/${verb}`, { user: null, ...body });
  const exec = async (command: string) => (await call("POST", `/v1/sandboxes/${id}/exec`, { command })).body.stdout;

  withRuntime("finds lines and names, in what is mounted too, and answers absolute paths", async () => {
    await exec(
      "mkdir -p tree/sub && cd tree && printf 'one\\ntwo one\\n' > a.txt && echo one > sub/b.md && printf 'one\\0' > bin && ln -s a.txt link && mkfifo pipe && ln -s sub way; echo one > ../data/c.txt",
    );
    const found = await files("find", { path: "tree", pattern: "^o.e|o.e$" });
    expect(found.body).toEqual([
      { file: "/workspace/tree/a.txt", line: 1, content: "one" },
      { file: "/workspace/tree/a.txt", line: 2, content: "two one" },
      { file: "/workspace/tree/sub/b.md", line: 1, content: "one" },
    ]);
    expect(FoundLine.strict().array().safeParse(found.body).success).toBe(true);
    const named = (path: string) => [{ file: path, line: 1, content: "one" }];
    expect((await files("find", { path: "tree/way", pattern: "one" })).body).toEqual(named("/workspace/tree/way/b.md"));
    expect((await files("find", { path: "tree/link", pattern: "^one" })).body).toEqual(named("/workspace/tree/link"));
    expect((await files("find", { path: "data", pattern: "one" })).body).toEqual(named("/workspace/data/c.txt"));
    expect((await files("search", { path: "tree", pattern: "*.{txt,md}" })).body).toEqual([
      "/workspace/tree/a.txt",
      "/workspace/tree/sub/b.md",
    ]);
    // The working directory, where no path is given.
    expect((await files("search", { pattern: "c.txt" })).body).toEqual(["/workspace/data/c.txt"]);
    expect((await files("find", { path: "none", pattern: "x" })).body.code).toBe("file_not_found");
    expect((await files("find", { path: "tree", pattern: "(" })).body.code).toBe("invalid_request");
    expect((await files("find", { path: "../../..", pattern: "x" })).body.code).toBe("invalid_request");
  });

  const streamed = async (verb: string, body: object) => {
    const response = await createApp(system).request(`/v1/sandboxes/${id}/files/${verb}`, {
      method: "POST",
      headers: { authorization: `Bearer ${team.keys.read}`, "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    const lines = (await response.text()).trimEnd().split("\n");
    return { status: response.status, said: lines.map((line) => JSON.parse(line)) };
  };

  withRuntime("streams what is found as it is found, and how it ended", async () => {
    await exec("mkdir -p streamed && echo needle > streamed/a && echo needle > streamed/b");
    const stream = (body: object) => streamed("search-stream", body);
    const { said } = await stream({ path: "streamed", query: "NEEDLE", in: "contents" });
    expect(SearchMessage.array().safeParse(said).success).toBe(true);
    expect(said.map(({ path }) => path).sort()).toEqual(["/workspace/streamed/a", "/workspace/streamed/b", undefined]);
    expect(said.at(-1)).toEqual({ type: "end", looked_at: 2, found: 2, cut: null });
    expect((await stream({ path: "streamed", query: "b", in: "names" })).said).toMatchObject([
      { type: "name", path: "/workspace/streamed/b", is_dir: false },
      { type: "end", found: 1 },
    ]);
    expect((await stream({ path: "/none", query: "x", in: "names" })).status).toBe(404);
    expect((await stream({ path: "streamed", query: "(", in: "contents", literal: false })).status).toBe(400);
  });

  withRuntime("never goes into what belongs to the kernel", async () => {
    for (const path of ["/proc", "/proc/self/status", "/sys", "/dev/pts"])
      for (const verb of ["find", "search"]) {
        const { status, body } = await files(verb, { path, pattern: verb === "find" ? "." : "*" });
        expect(["permission_denied", "file_not_found"], `${verb} ${path}: ${status}`).toContain(body.code);
      }
    // Mounted in `/dev`, with `ptmx` in it.
    const devices = (await files("search", { path: "/dev", pattern: "*" })).body;
    expect(devices).toEqual(expect.arrayContaining(["/dev/null", "/dev/pts"]));
    expect(devices).not.toContain("/dev/pts/ptmx");
    await exec(
      "ln -s /proc/1 leap; mkdir -p odd; mkfifo odd/pipe; ln -s /proc/self/status odd/status; echo text > odd/file",
    );
    expect((await files("find", { path: "odd", pattern: "." })).body).toEqual([
      { file: "/workspace/odd/file", line: 1, content: "text" },
    ]);
    expect(
      (await files("replace", { files: ["/proc/self/comm", "leap/comm"], pattern: ".", replacement: "" })).body,
    ).toMatchObject({ files_modified: 0, files_skipped: 2 });
  });

  withRuntime("replaces in files, each whole, and says what was left alone", async () => {
    await exec(
      "mkdir -p put && cd put && echo 'old old' > a && chmod 640 a && echo none > b && printf 'old\\0' > c && mkfifo d && echo old > ../data/e",
    );
    const input = { files: ["put/a", "/workspace/put/a", "put/b", "put/c", "put/d", "put", "gone", "data/e"] };
    const what = { ...input, pattern: "o(ld)", replacement: "b$1" };
    const answer = { dry_run: false, replacements: 3, files_modified: 2, files_skipped: 3, binary_files_skipped: 1 };
    expect((await files("replace", { ...what, dry_run: true })).body).toEqual({ ...answer, dry_run: true });
    expect(await exec("cat put/a")).toBe("old old\n");
    expect((await files("replace", what)).body).toEqual(answer);
    expect(await exec("cat put/a data/e; stat -c %a:%U put/a; ls -A put data | grep nullspace")).toBe(
      "bld bld\nbld\n640:root\n",
    );
    const fixed = await files("replace", { files: ["put/a", "/fixed/e"], pattern: "bld", replacement: "new" });
    expect(fixed.body).toMatchObject({ code: "volume_read_only", details: { replacements: 2, files_modified: 1 } });
    expect(await exec("cat put/a data/e")).toBe("new new\nbld\n");
  });

  withRuntime("previews a replace and does what was chosen of it, in files that are still as they were", async () => {
    await exec(
      "mkdir -p chosen && cd chosen && echo 'old old' > a && chmod 640 a && echo old > b && echo old > c && mkfifo p && ln -s /proc/self/status s && echo old > ../data/seen",
    );
    const what = { query: "old", replacement: "new" };
    const { said } = await streamed("replace-preview", { ...what, path: "." });
    expect(PreviewMessage.array().safeParse(said).success).toBe(true);
    const preview = new Map<string, { etag: string; total: number }>(said.map((one) => [one.path, one]));
    const at = (name: string) => ({ path: name, etag: preview.get(name)?.etag });
    expect(preview.get("/workspace/chosen/a")).toMatchObject({ total: 2, matches: [{ line: 1, put: "new" }, {}] });
    await exec("echo 'old, but other' > chosen/b; rm chosen/c");
    const files = [
      { ...at("/workspace/chosen/a"), chosen: { only: [1] } },
      { ...at("/workspace/chosen/b"), chosen: { all: true } },
      { ...at("/workspace/chosen/c"), chosen: { all: true } },
      { ...at("/workspace/data/seen"), path: "/fixed/seen", chosen: { all: true } },
      { ...at("/workspace/data/seen"), chosen: { all: true } },
      { path: "/proc/self/comm", etag: '"x"', chosen: { all: true } },
    ];
    const chosen = (by = call) => by("POST", `/v1/sandboxes/${id}/files/replace-chosen`, { ...what, files });
    expect((await chosen(callApi(system, team.keys.read))).body.code).toBe("forbidden");
    expect((await chosen()).body).toEqual({
      replacements: 2,
      files_modified: 2,
      left_alone: [
        { path: "/workspace/chosen/b", reason: "changed" },
        { path: "/workspace/chosen/c", reason: "gone" },
        { path: "/fixed/seen", reason: "refused" },
        { path: "/proc/self/comm", reason: "refused" },
      ],
      stopped: null,
    });
    expect(await exec("cat chosen/a chosen/b data/seen; stat -c %a:%U chosen/a")).toBe(
      "old new\nold, but other\nnew\n640:root\n",
    );
    // As for a search, what belongs to the kernel is not gone into.
    const kernel = await streamed("replace-preview", { query: ".", literal: false, replacement: "", path: "/dev" });
    expect(kernel.said.map(({ path }) => path)).toEqual([undefined]);
    expect((await streamed("replace-preview", { ...what, path: "/proc" })).status).toBe(403);
  });

  withRuntime("ends a pattern that would match for ever, and what nobody waits for", async () => {
    await exec(`mkdir -p slow && printf '%s' '${HOSTILE}' > slow/a && echo fine > slow/b`);
    const find = SandboxFindInput.parse({ path: "slow", pattern: HOSTILE_PATTERN });
    const replace = SandboxReplaceInput.parse({ files: ["slow/a"], pattern: HOSTILE_PATTERN, replacement: "" });
    const late = { limitMs: 200 };
    await expect(findInSandboxFiles(team.member, id, find, late)).rejects.toMatchObject({ code: "timeout" });
    await expect(replaceInSandboxFiles(team.member, id, replace, late)).rejects.toMatchObject({ code: "timeout" });
    const gone = new AbortController();
    const ended = findInSandboxFiles(team.member, id, find, { signal: gone.signal });
    gone.abort(new ApiError("timeout", "Nobody waits."));
    await expect(ended).rejects.toThrow("Nobody waits.");
    expect((await files("find", { path: "slow", pattern: "fine" })).body).toHaveLength(1);
  });

  withRuntime("is for who may read, replacing for who may write, and nothing for another team", async () => {
    const reader = callApi(system, team.keys.read);
    await exec("mkdir -p mine && echo secret > mine/a");
    expect((await files("find", { path: "mine", pattern: "secret" }, reader)).body).toHaveLength(1);
    expect((await files("search", { path: "mine", pattern: "*" }, reader)).body).toEqual(["/workspace/mine/a"]);
    const replace = { files: ["mine/a"], pattern: "secret", replacement: "x" };
    expect((await files("replace", replace, reader)).body.code).toBe("forbidden");
    const stranger = callApi(system, (await createTestTeam(system)).keys.write);
    for (const [verb, body] of [
      ["find", { pattern: "secret" }],
      ["search", { pattern: "*" }],
      ["replace", replace],
    ] as const)
      expect((await files(verb, body, stranger)).body.code, verb).toBe("sandbox_not_found");
    expect(await exec("cat mine/a")).toBe("secret\n");
    await call("POST", `/v1/sandboxes/${id}/pause`);
    expect((await files("find", { pattern: "secret" })).body.code).toBe("sandbox_not_ready");
    await call("POST", `/v1/sandboxes/${id}/resume`);
  });
});
