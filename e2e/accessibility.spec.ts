import { expect } from "@playwright/test";
import { childOf, ROOT } from "#lib/api/paths.ts";
import { expectAccessible } from "./support/expect-accessible.ts";
import { takePictures } from "./support/pictures.ts";
import { test } from "./support/test.ts";

// Every page and every dialog that opens by a key, in light and dark.

test("the pages before sign-in", async ({ browser, system }) => {
  const context = await browser.newContext();
  const page = await context.newPage();
  for (const path of ["/sign-in", "/setup", "/setup?token=wrong", "/invite", "/invite?token=wrong"]) {
    await page.goto(`${system.dashboardUrl}${path}`);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await expectAccessible(page);
  }
  await takePictures(page, "invite");
  await page.goto(`${system.dashboardUrl}/sign-in`);
  await takePictures(page, "sign-in");
  await context.close();
});

test("volumes, settings and team", async ({ page, system, volume }) => {
  for (const [name, path] of [
    ["volumes", "/volumes"],
    ["settings", `/volumes/${volume.id}/settings`],
    ["team", "/team"],
  ] as const) {
    await page.goto(`${system.dashboardUrl}${path}`);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await expect(page.getByText("Live", { exact: true }).first()).toBeVisible();
    await expectAccessible(page);
    await takePictures(page, name);
  }
});

test("files, an open file and the trash", async ({ page, system, volume }) => {
  const path = childOf(ROOT, "notes.md");
  await system.api.files.write(volume.id, path, "# Notes\n\ntext\n");
  await system.api.files.write(volume.id, childOf(ROOT, "gone.txt"), "gone\n");
  await system.api.trash.put(volume.id, [childOf(ROOT, "gone.txt")]);
  await page.goto(`${system.dashboardUrl}/volumes/${volume.id}/files`);
  await expect(page.getByRole("row", { name: /^notes\.md,/ })).toBeVisible();
  // The rows come with the document; what the page says of itself by script is there once it is live.
  await expect(page.getByText("Live", { exact: true }).first()).toBeVisible();
  await expectAccessible(page);
  await page.goto(`${system.dashboardUrl}/volumes/${volume.id}/files?open=${encodeURIComponent(path)}`);
  await expect(page.getByRole("tab", { name: /notes\.md/ })).toBeVisible();
  await expectAccessible(page);
  await page.goto(`${system.dashboardUrl}/volumes/${volume.id}/files/trash`);
  await expect(page.getByRole("row", { name: /gone\.txt/ })).toBeVisible();
  await expectAccessible(page);
  await takePictures(page, "trash");
});

test("the palette, the list of shortcuts and a new volume's dialog", async ({ page, system }) => {
  await page.goto(`${system.dashboardUrl}/volumes`);
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await page.keyboard.press("ControlOrMeta+K");
  await expect(page.getByRole("dialog")).toBeVisible();
  await expectAccessible(page);
  await takePictures(page, "palette");
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toBeHidden();
  await page.keyboard.press("?");
  await expect(page.getByRole("dialog")).toBeVisible();
  await expectAccessible(page);
  await takePictures(page, "shortcuts");
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "New volume" }).first().click();
  await expect(page.getByRole("dialog")).toBeVisible();
  await expectAccessible(page);
});
