import { createHash, randomBytes } from "node:crypto";
import { appendFile, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect, type Page, type Request } from "@playwright/test";
import { childOf, ROOT } from "#lib/api/paths.ts";
import { takePictures } from "./support/pictures.ts";
import { test } from "./support/test.ts";

const MiB = 1024 * 1024;
const NAME = "large.bin";
/** For bytes to arrive on a machine that has much else to do. */
const PATIENT = { timeout: 60_000 };

const tray = (page: Page) => page.getByRole("region", { name: "Uploads", exact: true });
const left = (page: Page) => page.getByRole("region", { name: "Left unfinished" });

async function pick(page: Page, file: string): Promise<void> {
  const chooser = page.waitForEvent("filechooser");
  await page.getByRole("button", { name: "Add", exact: true }).click();
  await page.getByRole("menuitem", { name: "Upload files" }).click();
  await (await chooser).setFiles(file);
}

test("a large upload survives a lost network, a pause and a reload, and sends no part twice", async ({
  page,
  context,
  system,
  volume,
}) => {
  const directory = await mkdtemp(join(tmpdir(), "nullspace-resume-"));
  const file = join(directory, NAME);
  const hash = createHash("sha256");
  await writeFile(file, "");
  for (let part = 0; part < 20; part++) {
    const bytes = randomBytes(10 * MiB);
    hash.update(bytes);
    await appendFile(file, bytes);
  }
  const digest = hash.digest("hex");
  page.on("dialog", (dialog) => void dialog.accept());

  // Which parts the control plane took, and which were asked of it again after that.
  const taken = new Set<string>();
  const twice: string[] = [];
  let lines = 0;
  let most = 0;
  let holdAfter = 4;
  let letGo: () => void = () => {};
  let held = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  const isPart = (request: Request) => request.method() === "PUT" && /\/part\?grant=/.test(request.url());
  const numberOf = (request: Request) => new URL(request.url()).searchParams.get("number") ?? "";
  // Held before they leave, not read: bytes that pass through the test would take longer than all the rest.
  await page.route(/\/part\?grant=/, async (route) => {
    if (isPart(route.request())) {
      if (taken.has(numberOf(route.request()))) twice.push(numberOf(route.request()));
      most = Math.max(most, ++lines);
      if (taken.size >= holdAfter) await held;
    }
    await route.continue().catch(() => {});
  });
  page.on("response", (answer) => {
    if (isPart(answer.request()) && answer.ok()) taken.add(numberOf(answer.request()));
  });
  const ended = (request: Request) => void (isPart(request) && lines--);
  page.on("requestfinished", ended).on("requestfailed", ended);

  await page.goto(`${system.dashboardUrl}/volumes/${volume.id}/files`);
  await pick(page, file);
  await expect.poll(() => taken.size, PATIENT).toBeGreaterThanOrEqual(4);
  await tray(page).getByRole("button", { name: "Show the uploads" }).click();
  const accepted = async () => (await system.api.uploads.list(volume.id)).uploads[0]?.accepted_bytes ?? 0;

  await context.setOffline(true);
  await expect(tray(page)).toContainText(/waiting for the network/);
  await takePictures(page, "resume-offline");
  holdAfter = 10;
  letGo();
  held = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  await context.setOffline(false);
  await expect.poll(() => taken.size, PATIENT).toBeGreaterThanOrEqual(10);

  await page.getByRole("button", { name: `Pause ${NAME}` }).click();
  await expect(tray(page)).toContainText(/paused · .* of 200 MiB/);
  await takePictures(page, "resume-paused");
  const there = await accepted();
  expect(there).toBeGreaterThanOrEqual(10 * 8 * MiB);

  await page.reload();
  await expect(left(page)).toContainText(/drop or pick the same file to go on/);
  await takePictures(page, "resume-unfinished");
  const other = join(directory, "other.bin");
  await writeFile(other, "not the same");
  const pickLeft = async (which: string) => {
    const chooser = page.waitForEvent("filechooser");
    await left(page)
      .getByRole("button", { name: `Pick ${NAME} to go on` })
      .click();
    await (await chooser).setFiles(which);
  };
  await pickLeft(other);
  await expect(page.getByText("This is another file")).toBeVisible();
  holdAfter = Number.POSITIVE_INFINITY;
  letGo();
  await pickLeft(file);
  await expect(tray(page)).toContainText(/1 file uploaded/, PATIENT);
  await expect(left(page)).toHaveCount(0);

  expect(twice).toEqual([]);
  expect(taken.size).toBe(25);
  expect(most).toBeLessThanOrEqual(4);
  const { url } = await system.api.transfers.downloadGrant(volume.id, {
    path: childOf(ROOT, NAME),
    purpose: "download",
  });
  const arrived = createHash("sha256");
  for await (const chunk of (await fetch(url)).body ?? []) arrived.update(chunk);
  expect(arrived.digest("hex")).toBe(digest);

  // Cancelled in the middle, nothing of it stays.
  taken.clear();
  holdAfter = 2;
  held = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  await system.api.files.remove(volume.id, childOf(ROOT, NAME));
  await pick(page, file);
  await expect.poll(() => taken.size, PATIENT).toBeGreaterThanOrEqual(2);
  await page.getByRole("button", { name: "Cancel all" }).click();
  letGo();
  await expect.poll(async () => (await system.api.uploads.list(volume.id)).uploads).toEqual([]);
  const staging = join(system.dataDirectory, "volumes", volume.id, "staging");
  await expect.poll(() => readdir(staging).catch(() => [])).toEqual([]);
  await rm(directory, { recursive: true });
});

/** A file on the disk that is sent by a session. */
async function largeFile(name: string): Promise<string> {
  const file = join(await mkdtemp(join(tmpdir(), "nullspace-resume-")), name);
  await writeFile(file, randomBytes(70 * MiB));
  return file;
}

test("a large file whose name is taken asks, and lands beside or in the place of what is there", async ({
  page,
  system,
  volume,
}) => {
  const file = await largeFile(NAME);
  const sizeOf = async (name: string) => (await system.api.files.info(volume.id, childOf(ROOT, name))).size;
  await system.api.files.write(volume.id, childOf(ROOT, NAME), "theirs");
  await page.goto(`${system.dashboardUrl}/volumes/${volume.id}/files`);
  const question = page.getByRole("dialog", { name: `${NAME} already exists` });
  await pick(page, file);
  await expect(question).toBeVisible();
  await page.keyboard.press("k");
  await expect(tray(page)).toContainText(/1 file uploaded/, PATIENT);
  expect(await sizeOf(NAME)).toBe(6);
  expect(await sizeOf("large (2).bin")).toBe(70 * MiB);

  await page.getByRole("button", { name: "Clear the uploads" }).click();
  await pick(page, file);
  await expect(question).toBeVisible();
  await page.keyboard.press("r");
  await expect(tray(page)).toContainText(/1 file uploaded/, PATIENT);
  expect(await sizeOf(NAME)).toBe(70 * MiB);
  await rm(dirname(file), { recursive: true });
});

test("what another tab sends is not called unfinished; what it leaves behind can be discarded", async ({
  page,
  context,
  system,
  volume,
}) => {
  const file = await largeFile(NAME);
  const files = `${system.dashboardUrl}/volumes/${volume.id}/files`;
  const uploads = async () => (await system.api.uploads.list(volume.id)).uploads;
  let parts = 0;
  // The first parts arrive, the others never leave.
  await page.route(/\/part\?grant=/, async (route) => {
    if (route.request().method() !== "PUT" || ++parts <= 2) await route.continue();
  });
  await page.goto(files);
  await pick(page, file);
  await expect.poll(async () => (await uploads())[0]?.accepted_bytes ?? 0).toBeGreaterThan(0);

  const other = await context.newPage();
  const listed = other.waitForResponse((answer) => /\/uploads\?/.test(answer.url()));
  await other.goto(files);
  expect((await (await listed).json()).uploads).toHaveLength(1);
  await expect(other.getByText("This volume is empty")).toBeVisible();
  await expect(left(other)).toHaveCount(0);

  await page.close({ runBeforeUnload: false });
  await expect(left(other)).toContainText(/drop or pick the same file to go on/);
  await left(other)
    .getByRole("button", { name: `Discard ${NAME}` })
    .click();
  await expect(left(other)).toHaveCount(0);
  await expect.poll(uploads).toEqual([]);
  await rm(dirname(file), { recursive: true });
});

test("a large file goes into a sandbox in parts, and goes on after a reload", async ({ page, system }) => {
  const { available, reason } = await system.api.sandboxes.runtime();
  test.skip(!available, reason ?? "sandboxes cannot run here");
  const directory = await mkdtemp(join(tmpdir(), "nullspace-resume-"));
  const file = join(directory, NAME);
  const bytes = randomBytes(66 * MiB);
  await writeFile(file, bytes);
  const { id, cwd } = await system.api.sandboxes.create({ metadata: { name: "large" } });
  page.on("dialog", (dialog) => void dialog.accept());
  const sent: string[] = [];
  let holdAfter = 3;
  await page.route(/\/part\?grant=/, async (route) => {
    const isPart = route.request().method() === "PUT";
    // Never answered: it goes with the page.
    if (isPart && sent.length >= holdAfter) return;
    if (isPart) sent.push(new URL(route.request().url()).searchParams.get("number") ?? "");
    await route.continue().catch(() => {});
  });

  await page.goto(`${system.dashboardUrl}/sandboxes/${id}/files?path=${encodeURIComponent(cwd)}`);
  await pick(page, file);
  const accepted = async () => (await system.api.sandboxes.uploads.list(id)).uploads[0]?.accepted_bytes ?? 0;
  await expect.poll(accepted, PATIENT).toBe(3 * 8 * MiB);
  await page.reload();
  await expect(left(page)).toContainText(/24 MiB of 66 MiB · drop or pick the same file to go on/);
  await takePictures(page, "resume-unfinished-sandbox");
  holdAfter = Number.POSITIVE_INFINITY;
  await pick(page, file);
  await expect(tray(page)).toContainText(/1 file uploaded/, PATIENT);
  await expect(left(page)).toHaveCount(0);
  expect(sent.map(Number).sort((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
  const ran = await system.api.sandboxes.exec(id, { command: "sha256sum", args: [`${cwd}/${NAME}`] });
  expect(ran.stdout.split(" ")[0]).toBe(createHash("sha256").update(bytes).digest("hex"));

  const other = join(directory, "given-up.bin");
  await writeFile(other, bytes);
  holdAfter = sent.length + 1;
  await pick(page, other);
  await expect.poll(accepted, PATIENT).toBe(8 * MiB);
  await page.reload();
  await left(page).getByRole("button", { name: "Discard given-up.bin" }).click();
  await expect(left(page)).toHaveCount(0);
  await expect.poll(async () => (await system.api.sandboxes.uploads.list(id)).uploads).toEqual([]);
  await system.api.sandboxes.destroy(id);
  await rm(directory, { recursive: true });
});
