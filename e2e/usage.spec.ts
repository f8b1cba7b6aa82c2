import { expect } from "@playwright/test";
import type { VolumePath } from "#lib/api/paths.ts";
import { expectAccessible } from "./support/expect-accessible.ts";
import { takePictures } from "./support/pictures.ts";
import { test } from "./support/test.ts";

test("see what takes the room, go down and back, and to the folder in Files", async ({ page, system, volume }) => {
  const write = (path: string, kib: number) =>
    system.api.files.write(volume.id, path as VolumePath, "x".repeat(kib * 1024));
  await write("/models/base/weights.bin", 3000);
  await write("/models/tuned.bin", 900);
  await write("/datasets/a.csv", 700);
  await write("/notes.txt", 1);
  await write("/old.bin", 400);
  await system.api.trash.put(volume.id, ["/old.bin" as VolumePath]);

  await page.goto(`${system.dashboardUrl}/volumes/${volume.id}/files`);
  await page.getByRole("link", { name: /^What takes the room/ }).click();
  await expect(page).toHaveURL(/\/usage$/);
  const rows = page.getByRole("table", { name: "Usage of /", exact: true }).getByRole("row");
  await expect(rows.filter({ hasText: "models" })).toContainText("3.82 MiB");
  await expect(rows.nth(1)).toContainText("models");
  await expect(rows.nth(2)).toContainText("datasets");
  await expect(rows.last()).toContainText("Trash");
  await expect(page.getByText(/of the cap of 2 GiB/)).toBeVisible();
  await expectAccessible(page);
  await takePictures(page, "usage");

  await rows.getByRole("link", { name: "models", exact: true }).click();
  await expect(page).toHaveURL(/path=\/models/);
  const below = page.getByRole("table", { name: "Usage of /models", exact: true }).getByRole("row");
  await expect(below.nth(1)).toContainText("base");
  await expect(below.nth(2)).toContainText("tuned.bin");
  await takePictures(page, "usage-folder");
  await below.getByRole("link", { name: "Show base in Files" }).click();
  await expect(page.getByRole("grid", { name: "Files in /models/base" })).toBeVisible();
  await expect(page.getByRole("row", { name: /^weights\.bin,/ })).toBeVisible();

  await page.goBack();
  await page.getByRole("navigation", { name: "Folder" }).getByRole("link", { name: volume.name }).click();
  await rows.getByRole("link", { name: "Trash", exact: true }).click();
  await expect(page).toHaveURL(/files\/trash$/);

  await page.goto(`${system.dashboardUrl}/volumes/${volume.id}/usage?path=/gone`);
  await expect(page.getByRole("heading", { name: "This folder is not there any more" })).toBeVisible();
});
