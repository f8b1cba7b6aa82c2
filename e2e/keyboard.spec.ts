import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, type Locator, type Page, test } from "@playwright/test";
import { childOf, ROOT } from "#lib/api/paths.ts";
import { OWNER, setUp } from "./support/sign-in.ts";
import { startSystem } from "./support/start-system.ts";

// The whole journey once more, with no pointer: nothing here clicks.

const row = (page: Page, name: string) => page.getByRole("row", { name: new RegExp(`^${name.replace(".", "\\.")},`) });

/** Presses Tab until the element has the focus, as a person looks for it. */
async function tabTo(page: Page, wanted: Locator): Promise<void> {
  for (let presses = 0; presses < 60; presses++) {
    if (await wanted.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press("Tab");
  }
  throw new Error("Tab never reached it");
}

test("sign in, make, edit, rename, move, upload, delete, undo and download by keys alone", async ({ page }) => {
  const system = await startSystem();
  const directory = await mkdtemp(join(tmpdir(), "nullspace-keyboard-"));
  try {
    await setUp(system, OWNER);
    await page.goto(`${system.dashboardUrl}/sign-in`);
    await tabTo(page, page.getByLabel("Email"));
    await page.keyboard.type(OWNER.email);
    await tabTo(page, page.getByLabel("Password", { exact: true }));
    await page.keyboard.type(OWNER.password);
    await page.keyboard.press("Enter");
    await page.waitForURL((url) => url.pathname === "/");

    await tabTo(page, page.getByRole("button", { name: "New volume" }).first());
    await page.keyboard.press("Enter");
    await expect(page.getByRole("dialog").getByLabel("Name")).toBeFocused();
    await page.keyboard.type("by-keys");
    await page.keyboard.press("Enter");
    await page.waitForURL(/\/files/);
    const volume = await system.api.volumes.getByName("by-keys");

    await expect(page.getByRole("heading", { name: "This volume is empty" })).toBeVisible();
    await page.keyboard.press("Alt+N");
    await page.getByRole("textbox", { name: "Name of the new file" }).waitFor();
    await page.keyboard.type("plan.txt");
    await page.keyboard.press("Enter");
    await expect(row(page, "plan.txt")).toBeVisible();
    const editor = page.getByRole("textbox", { name: /plan\.txt, editor/ });
    await expect(editor).toBeFocused();
    await page.keyboard.press("Alt+W");
    await expect(editor).toBeHidden();
    await page.keyboard.press("Alt+Shift+N");
    await page.getByRole("textbox", { name: "Name of the new folder" }).waitFor();
    await page.keyboard.type("archive");
    await page.keyboard.press("Enter");
    await expect(row(page, "archive")).toBeVisible();

    const list = page.getByRole("grid", { name: /^Files in/ });
    if (!(await list.evaluate((grid) => grid.contains(document.activeElement))))
      await tabTo(page, list.locator("[tabindex='0']").first());
    await page.keyboard.type("plan");
    await expect(row(page, "plan.txt")).toHaveAttribute("aria-selected", "true");
    await page.keyboard.press("Enter");
    await expect(editor).toBeFocused();
    await page.keyboard.type("by keys alone");
    await page.keyboard.press("ControlOrMeta+S");
    const plan = childOf(ROOT, "plan.txt");
    await expect
      .poll(async () => (await system.api.files.read(volume.id, plan, "utf8")).content)
      .toContain("by keys alone");
    await page.keyboard.press("Alt+W");
    await expect(editor).toBeHidden();

    await tabTo(page, row(page, "plan.txt"));
    await page.keyboard.press("F2");
    await page.getByRole("textbox", { name: "New name of plan.txt" }).waitFor();
    await page.keyboard.press("ControlOrMeta+A");
    await page.keyboard.type("done.txt");
    await page.keyboard.press("Enter");
    await expect(row(page, "done.txt")).toBeFocused();

    await page.keyboard.press("Alt+M");
    await page.getByRole("dialog", { name: /^Move/ }).waitFor();
    await expect(page.getByRole("listbox", { name: "Folders" })).toBeFocused();
    await page.keyboard.press("ArrowRight");
    const moveHere = page.getByRole("button", { name: /^Move to archive/ });
    await moveHere.waitFor();
    await tabTo(page, moveHere);
    await page.keyboard.press("Enter");
    await expect(row(page, "done.txt")).toBeHidden();
    const moved = childOf(childOf(ROOT, "archive"), "done.txt");
    await expect.poll(async () => (await system.api.files.exists(volume.id, moved)).exists).toBe(true);

    await writeFile(join(directory, "upload.txt"), "sent by keys\n");
    const chooser = page.waitForEvent("filechooser");
    await page.keyboard.press("Alt+U");
    await (await chooser).setFiles(join(directory, "upload.txt"));
    await expect(row(page, "upload.txt")).toBeVisible();

    await tabTo(page, list.locator("[tabindex='0']").first());
    await page.keyboard.type("upl");
    await expect(row(page, "upload.txt")).toHaveAttribute("aria-selected", "true");
    const arriving = page.waitForEvent("download");
    await page.keyboard.press("Alt+D");
    expect((await arriving).suggestedFilename()).toBe("upload.txt");
    await page.keyboard.press("Delete");
    await expect(row(page, "upload.txt")).toBeHidden();
    await page.keyboard.press("ControlOrMeta+Z");
    await expect(row(page, "upload.txt")).toBeVisible();
  } finally {
    await system.stop();
    await rm(directory, { recursive: true });
  }
});
