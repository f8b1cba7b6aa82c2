import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdir, mkdtemp, readdir, readFile, readlink, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { expect, test } from "@playwright/test";
import type { SandboxProcess } from "#lib/api/exec.ts";
import type { SandboxId } from "#lib/api/ids.ts";
import { childOf, parseVolumePath, ROOT, type VolumePath } from "#lib/api/paths.ts";
import { buildCli } from "../scripts/build-cli.ts";
import { runCommand } from "./support/run-command.ts";
import { type StartedControlPlane, startControlPlane } from "./support/start-control-plane.ts";
import { type CuttingProxy, startCuttingProxy } from "./support/start-cutting-proxy.ts";

let system: StartedControlPlane | undefined;
let proxy: CuttingProxy | undefined;
let cli: string;
let here = "";

test.beforeAll(async () => {
  here = await mkdtemp(join(tmpdir(), "nullspace-cli-"));
  cli = await buildCli();
  proxy = await startCuttingProxy();
  system = await startControlPlane({ NULLSPACE_PUBLIC_API_URL: proxy.url });
  proxy.forwardTo(system.apiUrl);
});

test.afterAll(async () => {
  await system?.stop();
  proxy?.stop();
  await rm(here, { recursive: true, force: true });
});

function started(): StartedControlPlane {
  if (system === undefined) throw new Error("the control plane did not start");
  return system;
}

const nullspace = (args: string[], input?: string) =>
  runCommand([process.execPath, cli, ...args], {
    environment: started().environment,
    cwd: here,
    ...(input !== undefined && { input }),
  });

function parsed(text: string): VolumePath {
  const result = parseVolumePath(text);
  if (!result.ok) throw new Error(result.problem);
  return result.path;
}

/** A line that must succeed, and what it prints. */
async function line(args: string[], input?: string): Promise<string> {
  const ran = await nullspace(args, input);
  expect(ran, args.join(" ")).toMatchObject({ exit: 0 });
  return ran.stdout;
}

test("the file commands do the same in a volume and in a sandbox", async () => {
  const { api } = started();
  const runtime = await api.sandboxes.runtime();
  await api.volumes.create({ name: "alike" });
  const groups = [{ noun: "volume", reference: "alike", root: "" }];
  if (runtime.available) {
    const made = JSON.parse(await line(["sandbox", "create"]));
    groups.push({ noun: "sandbox", reference: made.id, root: "/tmp" });
  }
  for (const { noun, reference, root } of groups) {
    const run = (verb: string, ...rest: string[]) => nullspace([noun, verb, reference, ...rest]);
    const must = (verb: string, ...rest: string[]) => line([noun, verb, reference, ...rest]);
    expect(await must("mkdir", `${root}/notes`)).toBe(`Created ${root}/notes in ${await idOf(noun, reference)}\n`);
    expect(JSON.parse(await line([noun, "write", reference, `${root}/notes/a.txt`], "the needle\n"))).toMatchObject({
      path: `${root}/notes/a.txt`,
      size: 11,
    });
    for (const verb of ["cat", "read"]) expect(await must(verb, `${root}/notes/a.txt`)).toBe("the needle\n");
    expect(await must("ls-files", `${root}/notes`)).toContain(`${root}/notes/a.txt`);
    expect(JSON.parse(await must("ls-files", `${root}/notes`, "--json"))).toMatchObject([{ name: "a.txt", size: 11 }]);
    await must("mv", `${root}/notes/a.txt`, `${root}/notes/b.txt`);
    await must("chmod", `${root}/notes/b.txt`, "0600");
    expect(JSON.parse(await must("stat", `${root}/notes/b.txt`))).toMatchObject({
      permissions: "0600",
      is_dir: false,
    });
    expect(JSON.parse(await must("exists", `${root}/notes/b.txt`)).exists).toBe(true);
    expect((await run("exists", `${root}/notes/a.txt`)).exit).toBe(1);

    const [directory, note] = [`${root}/notes`, `${root}/notes/b.txt`];
    expect(JSON.parse(await must("find", directory, "n.edle"))).toEqual([
      { file: note, line: 1, content: "the needle" },
    ]);
    expect(JSON.parse(await must("find", directory, "N.EDLE", "--literal", "--ignore-case"))).toEqual([]);
    expect(JSON.parse(await must("search", directory, "*.txt", "--json"))).toEqual([note]);
    const replaced = { replacements: 1, files_modified: 1, files_skipped: 0, binary_files_skipped: 0 };
    expect(JSON.parse(await must("replace", "needle", "thread", note, "--dry-run"))).toEqual({
      ...replaced,
      dry_run: true,
    });
    expect(JSON.parse(await must("replace", "needle", "thread", note))).toEqual({ ...replaced, dry_run: false });
    expect(await must("cat", note)).toBe("the thread\n");
    await must("replace", "(th)read", "needle", note);
    const write = { path: parsed(`${directory}/seen.txt`), content: () => String(Math.random()) };
    const seen = await watchUntil(
      [noun, "watch", reference, directory, "--recursive", "--json"],
      ({ path }) => path === write.path,
      async () =>
        noun === "volume"
          ? api.files.write((await api.volumes.getByName(reference)).id, write.path, write.content())
          : api.sandboxes.files.write(reference as SandboxId, write.path, write.content()),
    );
    expect(seen).toMatchObject({ name: "seen.txt", type: expect.stringMatching(/create|write/) });
    await must("rm", `${directory}/seen.txt`);
    const unwatched = await run("watch", `${root}/none`, "--json");
    expect([unwatched.exit, JSON.parse(unwatched.stdout).error.code]).toEqual([3, "file_not_found"]);

    await writeFile(join(here, `${noun}.bin`), noun);
    expect(await must("upload", `${noun}.bin`, `${root}/notes/sent.bin`)).toContain(`${root}/notes/sent.bin`);
    await must("download", `${root}/notes/sent.bin`, `${noun}-back.bin`);
    expect(await readFile(join(here, `${noun}-back.bin`), "utf8")).toBe(noun);
    expect((await run("download", `${root}/notes/sent.bin`, `${noun}-back.bin`)).exit).toBe(2);
    await must("download", `${root}/notes`, `${noun}-notes`);
    expect(await readFile(join(here, `${noun}-notes/sent.bin`), "utf8")).toBe(noun);
    await must("upload", `${noun}-notes`, `${root}/again`);
    expect(await must("cat", `${root}/again/b.txt`)).toBe("the needle\n");

    await must("rm", `${root}/notes`);
    expect((await run("cat", `${root}/notes/b.txt`)).exit).toBe(3);
    const missing = await run("stat", `${root}/notes`, "--json");
    expect(missing.exit).toBe(3);
    expect(JSON.parse(missing.stdout).error.code).toBe("file_not_found");
    expect((await run("cat")).exit).toBe(2);
  }
  const [, sandbox] = groups;
  if (sandbox === undefined) return;
  // Relative paths begin where commands do.
  const { cwd } = await api.sandboxes.get(sandbox.reference as SandboxId);
  expect(JSON.parse(await line(["sandbox", "write", sandbox.reference, "here.txt"], "x")).path).toBe(`${cwd}/here.txt`);
  expect(await line(["sandbox", "ls-files", sandbox.reference])).toContain("here.txt");
});

type Event = { path: string; name: string; type: string };

/** Watches, while something is written again and again, until the event that is wanted has come; ended as a person does. */
async function watchUntil(args: string[], isWanted: (event: Event) => boolean, act: () => unknown): Promise<Event> {
  const child = spawn(process.execPath, [cli, ...args], {
    cwd: here,
    env: { NODE_ENV: "production", PATH: process.env.PATH, HOME: here, ...started().environment },
  });
  const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
  const acting = setInterval(act, 500);
  try {
    for await (const text of createInterface({ input: child.stdout })) {
      const event = JSON.parse(text) as Event;
      if (!isWanted(event)) continue;
      clearInterval(acting);
      child.kill("SIGINT");
      expect(await ended).toBe(0);
      return event;
    }
    throw new Error("the watch ended by itself");
  } finally {
    clearInterval(acting);
  }
}

const idOf = async (noun: string, reference: string): Promise<string> =>
  noun === "sandbox" ? reference : (await started().api.volumes.getByName(reference)).id;

/** What a line prints on a terminal of so many columns. */
async function onTerminal(columns: number, args: string[]): Promise<string[]> {
  const words = ["stty", "cols", String(columns), "&&", process.execPath, cli, ...args];
  const ran = await runCommand(["script", "-qec", words.join(" "), "/dev/null"], {
    environment: started().environment,
    cwd: here,
  });
  expect(ran).toMatchObject({ exit: 0 });
  return ran.stdout.replaceAll("\r", "").trimEnd().split("\n");
}

test("a table fits its terminal, never cuts an id, and is whole in a pipe", async () => {
  const { api } = started();
  const name = `tables-${"x".repeat(40)}`;
  const { id } = await api.volumes.create({ name });
  const file = `${"long-".repeat(20)}name.txt`;
  await api.files.write(id, childOf(ROOT, file), "x");

  const volumes = await onTerminal(80, ["volume", "list"]);
  expect(volumes.filter((text) => [...text].length > 80)).toEqual([]);
  expect(volumes.find((text) => text.includes(id))).toMatch(/tables-x*…x+ /);
  const files = await onTerminal(80, ["volume", "ls-files", name]);
  expect(files.find((text) => text.includes("…"))).toMatch(/long-.*….*name\.txt/);
  // Where even cut cells do not fit, each row is a block of its own.
  const narrow = await onTerminal(40, ["volume", "list"]);
  expect(narrow).toContain(`ID           ${id}`);
  expect(narrow).toContain(`Name         ${name}`);
  expect(await line(["volume", "list"])).toContain(name);
  expect(await line(["volume", "ls-files", name])).toContain(`/${file}`);
});

test("a large file goes in parts, and goes on where it broke off", async () => {
  const { api } = started();
  if (proxy === undefined) throw new Error("the proxy did not start");
  const { id } = await api.volumes.create({ name: "large" });
  const content = randomBytes(66 * 1024 * 1024);
  await writeFile(join(here, "it's large.bin"), content);

  proxy.parts.length = 0;
  proxy.left = 3;
  const cut = await nullspace(["volume", "upload", "large", "it's large.bin", "/large.bin"]);
  expect(cut.exit).toBe(1);
  const arrived = [...proxy.parts].sort();
  expect(arrived).toHaveLength(3);
  expect((await api.files.exists(id, childOf(ROOT, "large.bin"))).exists).toBe(false);

  proxy.left = Number.POSITIVE_INFINITY;
  proxy.parts.length = 0;
  const [, command] = /^Go on where it was with: nullspace (.*)$/m.exec(cut.stderr) ?? [];
  const again = await runCommand(["sh", "-c", `"$0" "$1" ${command}`, process.execPath, cli], {
    environment: started().environment,
    cwd: here,
  });
  expect(again).toMatchObject({ exit: 0, stdout: `Uploaded ${content.length} bytes to /large.bin\n` });
  const all = Array.from({ length: 9 }, (_, number) => number);
  expect(proxy.parts.toSorted()).toEqual(all.filter((number) => !arrived.includes(number)));
  await line(["volume", "download", "large", "/large.bin", "back.bin"]);
  expect(content.equals(await readFile(join(here, "back.bin")))).toBe(true);
});

test("a directory goes as one tar, and goes on where it broke off", async () => {
  if (proxy === undefined) throw new Error("the proxy did not start");
  const { id } = await started().api.volumes.create({ name: "trees" });
  const tree = join(here, "a tree");
  await mkdir(join(tree, "deep/empty"), { recursive: true });
  const content = randomBytes(20 * 1024 * 1024);
  await writeFile(join(tree, "deep/large.bin"), content);
  await writeFile(join(tree, "deep/skip.log"), "no");
  for (let n = 0; n < 200; n++) await writeFile(join(tree, `${n}.txt`), `${n}\n`);
  await symlink("0.txt", join(tree, "link"));
  await symlink("/etc/passwd", join(tree, "out"));

  proxy.parts.length = 0;
  proxy.left = 1;
  const cut = await nullspace(["volume", "upload", "trees", "a tree", "/tree", "--exclude", "*.log", "--json"]);
  expect(cut.exit).toBe(1);
  const { error } = JSON.parse(cut.stdout);
  expect(error).toMatchObject({ code: "volume_backend_unavailable", retryable: true });
  expect((await started().api.files.exists(id, childOf(ROOT, "tree"))).exists).toBe(false);
  const arrived = [...proxy.parts];
  expect(arrived).toHaveLength(1);
  proxy.left = Number.POSITIVE_INFINITY;
  proxy.parts.length = 0;
  const command = error.resume_command.replace(/^nullspace /, "");
  expect(command).toBe(`volume upload trees 'a tree' /tree --exclude '*.log' --resume ${error.upload_id}`);
  const again = await runCommand(["sh", "-c", `"$0" "$1" ${command} --json`, process.execPath, cli], {
    environment: started().environment,
    cwd: here,
  });
  expect(again).toMatchObject({ exit: 0, stderr: expect.stringContaining("Left out: out") });
  expect(JSON.parse(again.stdout)).toMatchObject({ kind: "directory", target_path: "/tree", file_count: 201 });
  expect(proxy.parts.toSorted()).toEqual([0, 1, 2].filter((number) => !arrived.includes(number)));

  await line(["volume", "download", "trees", "/tree", "fetched"]);
  expect(content.equals(await readFile(join(here, "fetched/deep/large.bin")))).toBe(true);
  expect(await readlink(join(here, "fetched/link"))).toBe("0.txt");
  expect((await readdir(join(here, "fetched/deep"))).toSorted()).toEqual(["empty", "large.bin"]);
  const refused = await nullspace(["volume", "upload", "trees", "a tree", "/tree", "--conflict", "error"]);
  expect(refused.exit).toBe(7);
});

test("a file of any size is printed as it comes", async () => {
  const { api } = started();
  await api.volumes.create({ name: "printed" });
  const text = `${"0123456789abcde\n".repeat(600_000)}end`;
  await writeFile(join(here, "long.txt"), text);
  await line(["volume", "upload", "printed", "long.txt"]);
  expect((await line(["volume", "cat", "printed", "/long.txt"])) === text).toBe(true);
  const base64 = await line(["volume", "read", "printed", "/long.txt", "--encoding", "base64"]);
  expect(base64 === Buffer.from(text).toString("base64")).toBe(true);
  const { size, content } = JSON.parse(await line(["volume", "cat", "printed", "/long.txt", "--json"]));
  expect([size, content === text]).toEqual([text.length, true]);
});

test("an upload is not gone on with by another file", async () => {
  const { api, apiUrl, apiKey } = started();
  const { id } = await api.volumes.create({ name: "mixed" });
  const { session } = await api.uploads.create(id, {
    kind: "file",
    source_kind: "restartable_file",
    target_path: childOf(ROOT, "a.bin"),
    content_length: 5,
    conflict: "merge",
    checksum_algorithm: "sha256",
    metadata: {},
  });
  const part = `${apiUrl}/v1/volumes/${id}/uploads/${session.upload_id}/parts/0`;
  const sent = await fetch(part, {
    method: "PUT",
    headers: { authorization: `Bearer ${apiKey}`, "content-type": "application/octet-stream" },
    body: "first",
  });
  expect(sent.status).toBe(200);
  const resume = (file: string) =>
    nullspace(["volume", "upload", "mixed", file, "/a.bin", "--resume", session.upload_id]);
  await writeFile(join(here, "longer.bin"), "longer");
  expect((await resume("longer.bin")).exit).toBe(2);
  await writeFile(join(here, "other.bin"), "other");
  const other = await resume("other.bin");
  expect(other.exit).toBe(1);
  expect(other.stderr).not.toContain("--resume");
  expect((await api.files.exists(id, childOf(ROOT, "a.bin"))).exists).toBe(false);
  await writeFile(join(here, "same.bin"), "first");
  expect((await resume("same.bin")).exit).toBe(0);
  expect(await line(["volume", "cat", "mixed", "/a.bin"])).toBe("first");
});

test("what runs in the background of a sandbox is listed, heard and ended", async () => {
  const { api } = started();
  test.skip(!(await api.sandboxes.runtime()).available, "sandboxes do not run here");
  const { id } = JSON.parse(await line(["sandbox", "create"]));
  const begun = await line(["sandbox", "exec", id, "--background", "--shell", "--json", "echo begun; exec sleep 600"]);
  const pid = String(JSON.parse(begun).pid);
  const running = async () =>
    (JSON.parse(await line(["sandbox", "process", "list", id, "--json"])) as SandboxProcess[]).find(
      (one) => String(one.pid) === pid,
    )?.running ?? false;
  expect(await running()).toBe(true);
  await expect.poll(() => line(["sandbox", "process", "logs", id, pid])).toBe("begun\n");
  expect(JSON.parse(await line(["sandbox", "process", "kill", id, pid, "--json"]))).toEqual({
    pid: Number(pid),
    killed: true,
  });
  await expect.poll(running).toBe(false);
  expect((await nullspace(["sandbox", "process", "kill", id, "none"])).exit).toBe(2);
});

test("a field that does not exist is a wrong line, before anything is asked", async () => {
  for (const args of [
    ["volume", "list", "--fields", "id,nope"],
    ["volume", "get", "vol_00000000", "--fields", "nope"],
  ]) {
    const ran = await nullspace(args);
    expect(ran).toMatchObject({ exit: 2, stdout: "" });
    expect(ran.stderr).toContain('a volume has no field "nope": choose of id, name, ');
    expect(ran.stderr).toContain("Run the command with --help");
    const asJson = await nullspace([...args, "--json"]);
    expect(asJson.exit).toBe(2);
    expect(JSON.parse(asJson.stdout)).toMatchObject({ error: { code: "invalid_request" } });
  }
});

test("an operator sets a cap, and lists the machines, of which none that lives is forgotten", async () => {
  const { operatorKey, environment, api } = started();
  const operator = (args: string[], key = operatorKey) =>
    runCommand([process.execPath, cli, "admin", ...args], {
      environment: { ...environment, NULLSPACE_OPERATOR_KEY: key },
      cwd: here,
    });
  const { id } = await api.volumes.create({ name: `capped-${randomBytes(4).toString("hex")}` });
  const capped = await operator(["set-cap", id, "5MiB"]);
  expect(JSON.parse(capped.stdout)).toMatchObject({ id, max_size_bytes: 5 * 2 ** 20 });
  const [machine] = JSON.parse((await operator(["hosts", "--json"])).stdout);
  expect(machine).toMatchObject({ answers: true, silent: false });
  expect((await operator(["hosts"])).stdout).toContain(machine.name);
  expect((await operator(["forget-host", machine.id])).exit).toBe(7);
  expect((await operator(["forget-host", "0123456789ab"])).exit).toBe(3);
  expect((await operator(["hosts"], `${operatorKey}x`)).exit).toBe(4);
});

test("a key is kept without being printed, and shells are offered flags", async () => {
  const key = `ns_live_${"1".repeat(32)}`;
  const kept = JSON.parse(await line(["auth", "login", "--json", "--api-url", "http://localhost:1/"], key));
  expect(kept).toEqual({ path: join(here, ".config/nullspace/config.json"), api_url: "http://localhost:1" });
  expect(JSON.parse(await readFile(kept.path, "utf8"))).toMatchObject({ api_key: key });
  await rm(kept.path);

  const words = ["nullspace", "volume", "upload", "--res"].join(" ");
  await writeFile(join(here, "completion.bash"), await line(["completion", "bash"]));
  const asked = `source completion.bash; COMP_WORDS=(${words}); COMP_CWORD=3; _nullspace; echo "\${COMPREPLY[@]}"`;
  const offered = await runCommand(["bash", "-c", asked], { environment: {}, cwd: here });
  expect(offered.stdout).toBe("--resume\n");
  const fish = (await line(["completion", "fish"])).split("\n");
  expect(fish).toContain(`complete -c nullspace -n "__nullspace_at 'volume upload'" -l resume`);
  for (const verb of ["upload", "find", "search", "replace", "watch"])
    expect(fish).toContain(`complete -c nullspace -n "__nullspace_at 'sandbox'" -f -a ${verb}`);
  expect(fish).toContain(`complete -c nullspace -n "__nullspace_at 'sandbox find'" -l ignore-case`);
  const zsh = await line(["completion", "zsh"]);
  expect(zsh).toMatch(/^#compdef nullspace\n/);
  expect(zsh).toContain(await line(["completion", "bash"]));
  // What bash reads and zsh does not: a length that is a bare name, and a variable that is zsh's PATH.
  expect(zsh).not.toMatch(/\[@\]:\d+:[A-Za-z]|\bpath=/);
  expect(JSON.parse(await line(["completion", "fish", "--json"]))).toEqual({
    shell: "fish",
    script: fish.join("\n").trimEnd(),
  });
});
