import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, type Page } from "@playwright/test";
import type { VolumeId } from "#lib/api/ids.ts";
import { childOf, ROOT } from "#lib/api/paths.ts";
import type { StartedSystem } from "./support/start-system.ts";
import { test as base } from "./support/test.ts";

const test = base.extend<{ directory: string }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright finds out by the pattern which fixtures are used.
  directory: async ({}, use) => {
    const directory = await mkdtemp(join(tmpdir(), "nullspace-uploads-"));
    await use(directory);
    await rm(directory, { recursive: true });
  },
});

async function pick(page: Page, files: string[]): Promise<void> {
  const chooser = page.waitForEvent("filechooser");
  await page.getByRole("button", { name: "Add", exact: true }).click();
  await page.getByRole("menuitem", { name: "Upload files" }).click();
  await (await chooser).setFiles(files);
}

const tray = (page: Page) => page.getByRole("region", { name: "Uploads" });
const open = (page: Page, system: StartedSystem, volume: VolumeId) =>
  page.goto(`${system.dashboardUrl}/volumes/${volume}/files`);
const textOf = async (system: StartedSystem, volume: VolumeId, name: string) =>
  (await system.api.files.read(volume, childOf(ROOT, name), "utf8")).content;

test("a taken name asks: keep both, skip and replace, and skipping stops nothing else", async ({
  page,
  system,
  volume,
  directory,
}) => {
  for (const name of ["a.txt", "b.txt", "c.txt", "new.txt"]) await writeFile(join(directory, name), `mine ${name}`);
  for (const name of ["a.txt", "b.txt", "c.txt"])
    await system.api.files.write(volume.id, childOf(ROOT, name), "theirs");
  await open(page, system, volume.id);
  await pick(
    page,
    ["a.txt", "b.txt", "c.txt", "new.txt"].map((name) => join(directory, name)),
  );
  const dialog = (name: string) => page.getByRole("dialog", { name: `${name} already exists` });
  await expect(dialog("a.txt").getByRole("button", { name: "Keep both" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(dialog("b.txt")).toBeVisible();
  await page.keyboard.press("s");
  await expect(dialog("c.txt")).toBeVisible();
  await page.keyboard.press("r");
  await expect(tray(page)).toContainText(/3 uploaded, 1 skipped/);
  expect(await textOf(system, volume.id, "a.txt")).toBe("theirs");
  expect(await textOf(system, volume.id, "a (2).txt")).toBe("mine a.txt");
  expect(await textOf(system, volume.id, "b.txt")).toBe("theirs");
  expect(await textOf(system, volume.id, "c.txt")).toBe("mine c.txt");
  expect(await textOf(system, volume.id, "new.txt")).toBe("mine new.txt");
});

test("what does not fit under the cap is refused before a byte is sent", async ({ page, system, directory }) => {
  const volume = await system.api.volumes.create({ name: `small-${Date.now()}` });
  await system.setCap(volume.id, 1024 * 1024);
  await writeFile(join(directory, "big.bin"), Buffer.alloc(3 * 1024 * 1024));
  const puts: string[] = [];
  page.on("request", (request) => request.method() === "PUT" && puts.push(request.url()));
  await open(page, system, volume.id);
  await pick(page, [join(directory, "big.bin")]);
  await expect(page.getByRole("dialog", { name: /Not enough room/ })).toBeVisible();
  await expect(page.getByRole("dialog", { name: /Not enough room/ })).toContainText("MiB");
  await page.getByRole("button", { name: "Upload nothing" }).click();
  expect(puts).toEqual([]);
  expect(await system.api.files.list(volume.id, ROOT)).toEqual([]);
});

test("an upload goes on while one walks through the app, and its progress never runs backwards", async ({
  page,
  system,
  volume,
  directory,
}) => {
  const size = 120 * 1024 * 1024;
  await writeFile(join(directory, "long.bin"), Buffer.alloc(size, 7));
  await open(page, system, volume.id);
  await pick(page, [join(directory, "long.bin")]);
  const bar = page.getByRole("progressbar", { name: "All uploads" });
  await page.getByRole("link", { name: "Team", exact: true }).click();
  await page.waitForURL(/\/team$/);
  let seen = 0;
  while (!/1 file uploaded/.test((await tray(page).textContent()) ?? "")) {
    const now = Number((await bar.getAttribute("aria-valuenow", { timeout: 1000 }).catch(() => null)) ?? seen);
    expect(now).toBeGreaterThanOrEqual(seen);
    seen = now;
  }
  expect((await system.api.files.info(volume.id, childOf(ROOT, "long.bin"))).size).toBe(size);
});

test("files dropped on a folder land in it", async ({ page, system, volume }) => {
  await system.api.files.makeDirectory(volume.id, childOf(ROOT, "inbox"));
  await open(page, system, volume.id);
  const folder = page.getByRole("row", { name: /^inbox,/ });
  await expect(folder).toBeVisible();
  const transfer = await page.evaluateHandle(() => {
    const data = new DataTransfer();
    data.items.add(new File(["dropped"], "dropped.txt"));
    return data;
  });
  // A drag is a stream of events; the zone may become one between two of them.
  await expect(async () => {
    await folder.dispatchEvent("dragenter", { dataTransfer: transfer });
    await folder.dispatchEvent("dragover", { dataTransfer: transfer });
    await expect(page.getByText("Upload to", { exact: true }).locator("..")).toContainText("/inbox", { timeout: 1000 });
  }).toPass();
  await folder.dispatchEvent("drop", { dataTransfer: transfer });
  await expect(tray(page)).toContainText(/1 file uploaded/);
  expect((await system.api.files.read(volume.id, childOf(childOf(ROOT, "inbox"), "dropped.txt"), "utf8")).content).toBe(
    "dropped",
  );
});
