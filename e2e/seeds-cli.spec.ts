import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "@playwright/test";
import { childOf, ROOT } from "#lib/api/paths.ts";
import { commandLines } from "./support/command-lines.ts";
import { runCommand } from "./support/run-command.ts";
import { startControlPlane } from "./support/start-control-plane.ts";

for (const { name, command, missing } of await commandLines())
  test(`${name} runs every line of the guide`, async () => {
    test.skip(missing !== null, missing ?? "");
    // Forty lines, each a process that starts anew, on a machine that may be busy with other tests.
    test.setTimeout(600_000);
    const system = await startControlPlane();
    const runtime = await system.api.sandboxes.runtime();
    const here = await mkdtemp(join(tmpdir(), "nullspace-seeds-"));
    const cli = await command();
    const { environment } = system;
    const nullspace = (args: string[], input?: string) =>
      runCommand([...cli, ...args], { environment, cwd: here, ...(input !== undefined && { input }) });
    /** A line that must succeed, and what it prints. */
    const line = async (args: string[], input?: string): Promise<string> => {
      const ran = await nullspace(args, input);
      expect(ran, args.join(" ")).toMatchObject({ exit: 0 });
      return ran.stdout;
    };

    const { id } = await system.api.volumes.create({ name: "team-data" });
    expect(await line(["volume", "list"])).toContain("team-data");
    expect(await line(["volume", "list", "--fields", "id,name,mount_count,used_bytes"])).toBe(
      `${id}\tteam-data\t0\t0\n`,
    );
    expect(JSON.parse(await line(["volume", "get", "team-data"]))).toMatchObject({ id, max_size_bytes: 2 * 1024 ** 3 });

    expect(JSON.parse(await line(["volume", "write", "team-data", "/hello.txt"], "hello"))).toMatchObject({
      path: "/hello.txt",
      size: 5,
    });
    expect(await line(["volume", "cat", "team-data", "/hello.txt"])).toBe("hello");
    expect(await line(["volume", "read", "team-data", "/hello.txt"])).toBe("hello");
    expect(await line(["volume", "ls-files", "team-data", "/"])).toContain("/hello.txt");
    await line(["volume", "mkdir", "team-data", "/datasets"]);
    // The guide gives pairs; the official command line of this release takes objects alone.
    const pairs = '[["/a.txt","a\\n"],["/b.txt","b\\n"]]';
    const objects = '[{"path":"/a.txt","content":"a\\n"},{"path":"/b.txt","content":"b\\n"}]';
    await line(["volume", "write-files", "team-data", cli.length > 1 ? pairs : objects]);
    expect(await line(["volume", "cat", "team-data", "/b.txt"])).toBe("b\n");

    await line(["volume", "write", "team-data", "/datasets/report.txt"], "the needle\nlies here\n");
    for (const verb of ["stat", "info"])
      expect(JSON.parse(await line(["volume", verb, "team-data", "/datasets/report.txt"]))).toMatchObject({
        name: "report.txt",
        is_dir: false,
        permissions: "0644",
      });
    expect(JSON.parse(await line(["volume", "exists", "team-data", "/datasets/report.txt"]))).toMatchObject({
      exists: true,
    });
    expect((await nullspace(["volume", "exists", "team-data", "/datasets/none.txt"])).exit).toBe(1);
    await line(["volume", "mv", "team-data", "/datasets/report.txt", "/datasets/report-old.txt"]);
    const mode = async () =>
      JSON.parse(await line(["volume", "stat", "team-data", "/datasets/report-old.txt"])).permissions;
    await line(["volume", "chmod", "team-data", "/datasets/report-old.txt", "0600"]);
    expect(await mode()).toBe("0600");
    await line(["volume", "chmod", "team-data", "/datasets/report-old.txt", "0644"]);
    expect(await mode()).toBe("0644");
    expect(JSON.parse(await line(["volume", "find", "team-data", "/datasets", "needle"]))).toEqual([
      { file: "/datasets/report-old.txt", line: 1, content: "the needle" },
    ]);
    await line(["volume", "rm", "team-data", "/datasets/report-old.txt"]);
    expect((await nullspace(["volume", "cat", "team-data", "/datasets/report-old.txt"])).exit).toBe(3);

    await line(["volume", "write", "team-data", "/datasets/config.json"], '{"mode": "old"}');
    expect(JSON.parse(await line(["volume", "search", "team-data", "/datasets", "*.json"]))).toEqual([
      "/datasets/config.json",
    ]);
    expect(
      JSON.parse(await line(["volume", "replace", "team-data", "old", "new", "/datasets/config.json", "--dry-run"])),
    ).toMatchObject({ replacements: 1, files_modified: 1, dry_run: true });
    expect(await line(["volume", "cat", "team-data", "/datasets/config.json"])).toBe('{"mode": "old"}');

    // It ends by itself: the other lines run meanwhile.
    const watched = nullspace(["volume", "watch", "team-data", "/datasets", "--recursive", "--timeout", "30"]);
    const writing = setInterval(() => {
      void system.api.files.write(id, childOf(childOf(ROOT, "datasets"), "seen.txt"), String(Math.random()));
    }, 500);

    const { url } = JSON.parse(await line(["volume", "upload-url", "team-data", "/models/model.bin"]));
    expect(new URL(url).searchParams.get("grant")).not.toBeNull();
    await writeFile(join(here, "model.bin"), "weights");
    await line(["volume", "upload", "team-data", "./model.bin", "/models/model.bin"]);
    expect(
      new URL((await line(["volume", "download-url", "team-data", "/models/model.bin"])).trim()).pathname,
    ).toContain(id);
    expect((await nullspace(["volume", "download", "team-data", "/models/model.bin", "./model.bin"])).exit).toBe(2);
    await writeFile(join(here, "model.bin"), "other");
    await line(["volume", "download", "team-data", "/models/model.bin", "./model.bin", "--force"]);
    expect(await readFile(join(here, "model.bin"), "utf8")).toBe("weights");

    if (runtime.available) {
      const mount = "ref=team-data,mount=/data,subpath=/datasets,ro=true";
      const made = await line(["sandbox", "create", "--template", "base", "--volume", mount]);
      const [attachment] = await system.api.attachments.ofVolume(id);
      expect(attachment).toMatchObject({
        mount_path: "/data",
        subpath: "/datasets",
        read_only: true,
        state: "mounted",
      });
      expect(made).toContain(attachment?.sandbox_id ?? "no sandbox");
      expect((await nullspace(["volume", "delete", id])).exit).toBe(7);
      await line(["sandbox", "kill", attachment?.sandbox_id ?? ""]);
    }
    const seen = await watched;
    clearInterval(writing);
    expect(seen.exit).toBe(0);
    expect(seen.stdout).toContain("seen.txt");
    await line(["volume", "delete", id]);
    expect(await system.api.volumes.list()).toEqual([]);
    await system.stop();
    await rm(here, { recursive: true, force: true });
  });
