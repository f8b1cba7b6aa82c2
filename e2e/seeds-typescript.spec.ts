import { cp, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "@playwright/test";
import { build } from "esbuild";
import { buildClient } from "../scripts/build-client.ts";
import { runCommand } from "./support/run-command.ts";
import { startControlPlane } from "./support/start-control-plane.ts";

const SCRIPTS = ["guides.ts", "transfers.ts"];
const PAGE = "page.ts";
const MODULES = join(import.meta.dirname, "../node_modules");

/** An empty project that installed the packed client. */
let project: string;

async function run(command: readonly [string, ...string[]], environment: Record<string, string> = {}): Promise<string> {
  const ran = await runCommand(command, { environment, cwd: project, inherit: true });
  expect(ran, command.join(" ")).toMatchObject({ exit: 0 });
  return ran.stdout;
}

test.beforeAll(async () => {
  // It builds, packs and installs.
  test.setTimeout(300_000);
  project = await mkdtemp(join(tmpdir(), "nullspace-client-"));
  const packed = await run(["npm", "pack", await buildClient(), "--pack-destination", project, "--silent"]);
  const manifest = { name: "empty", private: true, type: "module" };
  await writeFile(join(project, "package.json"), JSON.stringify(manifest));
  await run(["npm", "install", "--no-audit", "--no-fund", join(project, packed.trim())]);
  for (const name of [...SCRIPTS, PAGE]) await cp(join(import.meta.dirname, "sdk", name), join(project, name));
});
test.afterAll(() => rm(project, { recursive: true, force: true }));

test("the TypeScript client, packed and installed in an empty project, runs the guides' examples", async () => {
  test.setTimeout(400_000);
  const system = await startControlPlane();
  const runtime = await system.api.sandboxes.runtime();
  test.skip(!runtime.available, runtime.reason ?? "");
  const compilerOptions = {
    strict: true,
    noEmit: true,
    module: "nodenext",
    target: "es2023",
    lib: ["es2023", "esnext.disposable", "dom", "dom.asynciterable"],
    // What a project would install for itself.
    typeRoots: [join(MODULES, "@types")],
    types: ["node"],
  };
  await writeFile(join(project, "tsconfig.json"), JSON.stringify({ compilerOptions, files: [...SCRIPTS, PAGE] }));
  await run([process.execPath, join(MODULES, "typescript/bin/tsc"), "-p", project]);
  const environment = { NULLSPACE_API_URL: system.apiUrl, NULLSPACE_API_KEY: system.apiKey };
  for (const name of SCRIPTS)
    expect((await run([process.execPath, join(project, name)], environment)).trim(), name).toBe("ok");
  await system.stop();
});

/** A page with one script, on an origin of its own. */
async function servePage(script: string): Promise<{ origin: string; server: Server }> {
  const server = createServer(({ url }, response) => {
    const isScript = url === "/page.js";
    response.setHeader("content-type", isScript ? "text/javascript" : "text/html");
    response.end(
      isScript ? script : '<!doctype html><title>page</title><script type="module" src="/page.js"></script>',
    );
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  // It listens on a port of TCP, so its address is no path.
  return { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, server };
}

test("the TypeScript client, bundled for browsers, reaches nothing of Node and runs in a page of an allowed origin", async ({
  page,
}) => {
  const { outputFiles, metafile } = await build({
    entryPoints: [join(project, PAGE)],
    absWorkingDir: project,
    bundle: true,
    write: false,
    metafile: true,
    platform: "browser",
    format: "esm",
    outfile: "page.js",
  });
  // With this platform a module of Node is an error of the build; that none was left to be found at run time is seen here.
  const imported = Object.values(metafile.outputs).flatMap(({ imports }) => imports.map(({ path }) => path));
  expect(imported).toEqual([]);
  expect(Object.keys(metafile.inputs).filter((path) => path.endsWith("/node.js"))).toEqual([]);
  const [script] = outputFiles;
  const { origin, server } = await servePage(script?.text ?? "");
  const stranger = await servePage(script?.text ?? "");
  const system = await startControlPlane({ NULLSPACE_DASHBOARD_ORIGINS: origin });
  const inPage = async (from: string) => {
    await page.goto(from);
    await page.waitForFunction("typeof run === 'function'");
    return page.evaluate(
      // What the page's script put there.
      ([url, key]) => (globalThis as unknown as { run: (...given: string[]) => Promise<string> }).run(url, key),
      [system.apiUrl, system.apiKey] as const,
    );
  };
  expect(await inPage(origin)).toBe("ok");
  await expect(inPage(stranger.origin)).rejects.toThrow("cannot be reached");
  await system.stop();
  for (const one of [server, stranger.server]) one.close();
});
