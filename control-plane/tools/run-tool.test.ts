import { execFileSync } from "node:child_process";
import { closeSync, openSync, readFileSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { needTool, runTool } from "./run-tool.ts";

const shell = (line: string) => ["/bin/sh", "-c", line] as const;

/** The pid of the process that runs the tools: the parent of each. */
const serverPid = async () => Number(await needTool(shell("echo $PPID")));

describe("runTool", () => {
  it("answers what a tool said and how it ended, with none of our variables", async () => {
    process.env.NULLSPACE_TEST_SECRET = "secret";
    expect(await runTool(shell("echo out; echo err >&2; exit 3"))).toEqual({ code: 3, stdout: "out\n", stderr: "err" });
    expect((await needTool(["/usr/bin/env"])).trim().split("\n").toSorted()).toEqual([
      "LC_ALL=C",
      "PATH=/usr/sbin:/usr/bin:/sbin:/bin",
    ]);
    await expect(runTool(["/nowhere/tool"])).rejects.toMatchObject({ code: "ENOENT" });
    await expect(needTool(shell("echo why >&2; exit 1"))).rejects.toThrow("why");
  });

  it("lends a tool the descriptors that it is given, and no other", async () => {
    const directory = await mkdtemp(join(tmpdir(), "nullspace-tools-"));
    await writeFile(join(directory, "file"), "");
    const fd = openSync(directory, "r");
    try {
      expect(await needTool(shell("ls /proc/self/fd/3/; ls /proc/$$/fd"), { descriptors: [fd] })).toBe(
        "file\n0\n1\n2\n3\n",
      );
    } finally {
      closeSync(fd);
      await rm(directory, { recursive: true });
    }
  });

  it("runs in a directory that it is lent, and tells what it says as it comes, byte for byte", async () => {
    const directory = await mkdtemp(join(tmpdir(), "nullspace-tools-"));
    execFileSync("mkfifo", [join(directory, "go on")]);
    const fd = openSync(directory, "r");
    const said: Record<"stdout" | "stderr", Buffer[]> = { stdout: [], stderr: [] };
    try {
      // What it says at first is heard while it still waits.
      const line = String.raw`printf '\377\0'; echo why >&2; cat "go on"`;
      const result = runTool(shell(line), { directory: fd, hear: (from, chunk) => said[from].push(chunk) });
      await expect.poll(() => Buffer.concat(said.stdout)).toEqual(Buffer.from([0xff, 0]));
      await writeFile(join(directory, "go on"), "end");
      expect(await result).toEqual({ code: 0, stdout: "", stderr: "" });
      expect(Buffer.concat(said.stdout).subarray(2).toString()).toBe("end");
      expect(Buffer.concat(said.stderr).toString()).toBe("why\n");
    } finally {
      closeSync(fd);
      await rm(directory, { recursive: true });
    }
  });

  it("ends a tool at its deadline with all that it started, and does not wait for what holds its output", async () => {
    // In a session of its own, as what hangs in the kernel, it is out of reach of any signal of ours.
    const line = "setsid sleep 30 & echo $!; sleep 29 & echo $!; wait";
    const { code, stdout } = await runTool(shell(line), { deadlineMs: 3_000 });
    expect(code).toBeNull();
    const [away, near] = stdout.trim().split("\n").map(Number);
    const state = (pid: number | undefined) => {
      try {
        return readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]?.[0];
      } catch {
        return "gone";
      }
    };
    await expect.poll(() => ["gone", "Z"]).toContain(state(near));
    expect(["gone", "Z"]).not.toContain(state(away));
    if (away !== undefined) process.kill(away, "SIGKILL");
  });

  it("runs in another process, which is started again when it ends", async () => {
    const first = await serverPid();
    expect(first).not.toBe(process.pid);
    expect(await serverPid()).toBe(first);
    const waiting = expect(runTool(shell("sleep 5"))).rejects.toThrow("SIGKILL");
    process.kill(first, "SIGKILL");
    await waiting;
    expect(await serverPid()).not.toBe(first);
  });
});
