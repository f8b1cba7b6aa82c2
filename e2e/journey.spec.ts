import { execFileSync } from "node:child_process";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, type Page, test } from "@playwright/test";
import { childOf, ROOT } from "#lib/api/paths.ts";
import { takePictures } from "./support/pictures.ts";
import { checksumsOf, makeSampleFolder } from "./support/sample-folder.ts";
import { OWNER } from "./support/sign-in.ts";
import { type StartedSystem, startSystem } from "./support/start-system.ts";

// From the link that a new installation prints to a folder that comes back as it went in.

const FOLDER = childOf(ROOT, "datasets");
const REPORT = childOf(FOLDER, "report.txt");
const row = (page: Page, name: string) => page.getByRole("row", { name: new RegExp(`^${name.replace(".", "\\.")},`) });

async function setUpByLink(page: Page, system: StartedSystem): Promise<void> {
  await page.goto(system.setupUrl ?? "");
  await page.getByLabel("Email").fill(OWNER.email);
  await page.getByLabel("Password", { exact: true }).fill(OWNER.password);
  await page.getByLabel("Password again").fill(OWNER.password);
  await takePictures(page, "setup");
  await page.getByRole("button", { name: "Create account" }).click();
  await page.waitForURL((url) => url.pathname === "/");
}

async function createVolume(page: Page, name: string): Promise<void> {
  await page.getByRole("button", { name: "New volume" }).first().click();
  await page.getByRole("dialog").getByLabel("Name").fill(name);
  await page
    .getByRole("dialog")
    .getByRole("button", { name: /create/i })
    .click();
  await page.waitForURL(/\/volumes\/vol_[0-9a-f]+\/files/);
}

async function uploadFolder(page: Page, path: string): Promise<void> {
  const chooser = page.waitForEvent("filechooser");
  await page.getByRole("button", { name: "Add", exact: true }).click();
  await page.getByRole("menuitem", { name: "Upload a folder" }).click();
  await (await chooser).setFiles(path);
}

async function typeInEditor(page: Page, text: string): Promise<void> {
  const editor = page.getByRole("textbox", { name: /report\.txt, editor/ });
  await editor.focus();
  await page.keyboard.press("ControlOrMeta+A");
  await page.keyboard.type(text);
}

test("setup, upload, edit, conflict, move, delete, undo, download", async ({ page }) => {
  const system = await startSystem();
  const sample = await makeSampleFolder();
  const downloads = await mkdtemp(join(tmpdir(), "nullspace-downloads-"));
  try {
    await setUpByLink(page, system);
    await takePictures(page, "volumes-empty");
    await createVolume(page, "team-data");
    await takePictures(page, "files-empty");
    const volume = await system.api.volumes.getByName("team-data");

    await test.step("drop a folder with a file of 110 MiB and watch it arrive", async () => {
      await uploadFolder(page, sample.path);
      const tray = page.getByRole("region", { name: /uploads/i });
      await expect(tray).toBeVisible();
      await expect(tray).toContainText(/6 of 6|6 files|done/i, { timeout: 90_000 });
      await expect(row(page, "datasets")).toBeVisible();
      await takePictures(page, "files-uploaded");
    });

    await test.step("open, edit, save", async () => {
      await row(page, "datasets").dblclick();
      await row(page, "report.txt").dblclick();
      await expect(page.getByRole("textbox", { name: /report\.txt, editor/ })).toBeVisible();
      await typeInEditor(page, "edited in the browser\n");
      await expect(page.getByRole("tab", { name: /report\.txt.*unsaved/ })).toBeVisible();
      await page.keyboard.press("ControlOrMeta+S");
      await expect(page.getByRole("region", { name: "File status" })).toContainText("saved");
      expect((await system.api.files.read(volume.id, REPORT, "utf8")).content).toContain("edited in the browser");
      await takePictures(page, "editor");
    });

    await test.step("a write over the API meets unsaved changes: compare, keep mine", async () => {
      await typeInEditor(page, "mine");
      await system.api.files.write(volume.id, REPORT, "theirs\n");
      await expect(page.getByText(/changed on disk/).first()).toBeVisible();
      await page.keyboard.press("ControlOrMeta+S");
      const dialog = page.getByRole("dialog", { name: /report\.txt was changed while you edited it/ });
      await expect(dialog).toBeVisible();
      expect((await system.api.files.read(volume.id, REPORT, "utf8")).content).toBe("theirs\n");
      await takePictures(page, "conflict");
      await dialog.getByRole("button", { name: "Keep mine" }).click();
      await expect(dialog).toBeHidden();
      await expect.poll(async () => (await system.api.files.read(volume.id, REPORT, "utf8")).content).toContain("mine");
    });

    await test.step("rename", async () => {
      await row(page, "readme.md").click();
      await page.keyboard.press("F2");
      await page.getByRole("textbox", { name: "New name of readme.md" }).fill("about.md");
      await page.keyboard.press("Enter");
      await expect(row(page, "about.md")).toBeVisible();
      await expect
        .poll(async () => (await system.api.files.exists(volume.id, childOf(FOLDER, "about.md"))).exists)
        .toBe(true);
    });

    await test.step("move by dialog", async () => {
      await row(page, "about.md").click();
      await page.keyboard.press("Alt+M");
      const dialog = page.getByRole("dialog", { name: /^Move/ });
      await dialog.getByRole("option", { name: /clean/ }).dblclick();
      await dialog.getByRole("button", { name: /^Move to clean/ }).click();
      await expect(row(page, "about.md")).toBeHidden();
      const moved = childOf(childOf(FOLDER, "clean"), "about.md");
      await expect.poll(async () => (await system.api.files.exists(volume.id, moved)).exists).toBe(true);
    });

    await test.step("delete and undo", async () => {
      await row(page, "raw").click();
      await page.keyboard.press("Delete");
      await expect(row(page, "raw")).toBeHidden();
      await expect
        .poll(async () => (await system.api.files.exists(volume.id, childOf(FOLDER, "raw"))).exists)
        .toBe(false);
      await page
        .getByRole("listitem")
        .filter({ hasText: /raw.* to the trash/ })
        .getByRole("button", { name: "Undo" })
        .click();
      await expect(row(page, "raw")).toBeVisible();
      await expect
        .poll(async () => (await system.api.files.exists(volume.id, childOf(FOLDER, "raw"))).exists)
        .toBe(true);
    });

    await test.step("download the folder and compare", async () => {
      await page.getByRole("navigation", { name: "Path" }).getByRole("link").first().click();
      await row(page, "datasets").click();
      const arriving = page.waitForEvent("download");
      await page.keyboard.press("Alt+D");
      const archive = join(downloads, "datasets.archive");
      const download = await arriving;
      await download.saveAs(archive);
      const unpacked = join(downloads, "unpacked");
      await mkdir(unpacked);
      if (download.suggestedFilename().endsWith(".zip"))
        execFileSync("python3", ["-m", "zipfile", "-e", archive, unpacked]);
      else execFileSync("tar", ["-xf", archive, "-C", unpacked]);
      const sent = await checksumsOf(sample.path);
      const come = await checksumsOf(join(unpacked, "datasets")).catch(() => checksumsOf(unpacked));
      for (const name of ["model.bin", "raw/a.csv", "raw/deep/er/notes.txt", "clean/été 2026.json"])
        expect(come.get(name), name).toBe(sent.get(name));
      expect(come.get("clean/about.md")).toBe(sent.get("readme.md"));
      expect(come.get("report.txt")).not.toBe(sent.get("report.txt"));
    });
  } finally {
    await system.stop();
    await sample.remove();
    await rm(downloads, { recursive: true });
  }
});
