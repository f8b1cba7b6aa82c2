import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Browser, type BrowserContext, chromium } from "@playwright/test";
import type { VolumeId } from "#lib/api/ids.ts";
import { OWNER, signIn } from "../../e2e/support/sign-in.ts";
import type { StartedSystem } from "../../e2e/support/start-system.ts";
import { NEXT } from "../dashboard-build.ts";
import type { Table } from "./measure.ts";

type StorageState = Awaited<ReturnType<BrowserContext["storageState"]>>;

const MODULES = join(import.meta.dirname, "../../node_modules");
const PAGE = "export default function Page() { return <p>hello</p>; }\n";
const LAYOUT =
  "export default function Layout({ children }) { return <html lang='en'><body>{children}</body></html>; }\n";

/** Kilobytes of JavaScript, as they travel (gzipped), that a page loads in a browser that never saw it. */
async function scriptKiB(browser: Browser, url: string, storageState?: StorageState): Promise<number> {
  const context = await browser.newContext(storageState === undefined ? {} : { storageState });
  const page = await context.newPage();
  const sizes: Promise<number>[] = [];
  page.on("requestfinished", (request) => {
    if (request.resourceType() === "script") sizes.push(request.sizes().then((size) => size.responseBodySize));
  });
  await page.goto(url);
  await page.getByRole("main").or(page.getByText("hello")).first().waitFor();
  await page.waitForLoadState("networkidle", { timeout: 5000 }).catch(() => {
    // The event stream of a signed-in page never ends; its scripts are there long before.
  });
  const total = (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
  await context.close();
  return total / 1024;
}

async function signedIn(browser: Browser, system: StartedSystem): Promise<StorageState> {
  const context = await browser.newContext();
  const page = await context.newPage();
  await signIn(page, system, OWNER);
  const state = await context.storageState();
  await context.close();
  return state;
}

/** The JavaScript of a Next page that shows one word, built with the same Next. */
async function barePage(browser: Browser, port: number): Promise<number> {
  const directory = await mkdtemp(join(tmpdir(), "nullspace-bare-next-"));
  await mkdir(join(directory, "app"));
  await writeFile(join(directory, "app/page.jsx"), PAGE);
  await writeFile(join(directory, "app/layout.jsx"), LAYOUT);
  await writeFile(join(directory, "package.json"), "{}\n");
  await writeFile(join(directory, "next.config.mjs"), 'export default { turbopack: { root: "/" } };\n');
  await symlink(MODULES, join(directory, "node_modules"));
  const run = (args: string[]) =>
    spawn(process.execPath, [NEXT, ...args], {
      cwd: directory,
      stdio: ["ignore", "pipe", "inherit"],
      env: { ...process.env, NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" },
    });
  const build = run(["build"]);
  build.stdout.resume();
  const [code] = await once(build, "exit");
  if (code !== 0) throw new Error("the bare Next page did not build");
  const server = run(["start", "-p", String(port)]);
  for await (const text of server.stdout) if (String(text).includes("Ready")) break;
  const size = await scriptKiB(browser, `http://localhost:${port}/`);
  server.kill("SIGTERM");
  await once(server, "exit");
  await rm(directory, { recursive: true });
  return size;
}

export async function weight(
  system: StartedSystem,
  volume: VolumeId,
  executablePath: string | null,
  port: number,
): Promise<Table> {
  const browser = await chromium.launch({
    ...(executablePath === null ? {} : { executablePath }),
    args: ["--no-sandbox", "--disable-background-networking"],
  });
  const bare = await barePage(browser, port);
  const rows: Table["rows"] = [{ page: "bare Next page", JavaScript: `${Math.round(bare)} KiB`, "above bare": "" }];
  const pages = ["/volumes", `/volumes/${volume}/files`, `/volumes/${volume}/settings`, "/team"];
  const state = await signedIn(browser, system);
  for (const path of pages) {
    const size = await scriptKiB(browser, `${system.dashboardUrl}${path}`, state);
    rows.push({
      page: path.replace(volume, "…"),
      JavaScript: `${Math.round(size)} KiB`,
      "above bare": `${Math.round(size - bare)} KiB`,
    });
  }
  const signInSize = await scriptKiB(browser, `${system.dashboardUrl}/sign-in`);
  rows.push({
    page: "/sign-in",
    JavaScript: `${Math.round(signInSize)} KiB`,
    "above bare": `${Math.round(signInSize - bare)} KiB`,
  });
  await browser.close();
  return { title: "JavaScript of each page, gzipped", rows };
}
