import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, type Page } from "@playwright/test";
import type { VolumePath } from "#lib/api/paths.ts";
import { dataOf } from "./support/data-of.ts";
import { expectAccessible } from "./support/expect-accessible.ts";
import { takePictures } from "./support/pictures.ts";
import { test } from "./support/test.ts";

const FILES: Record<string, string> = {
  "/src/main.py": `import os\n\n${"# filler\n".repeat(200)}def needle(value):\n    return needle_of(value)\n`,
  "/src/lib/util.py": "from main import needle\n\nprint(needle(1), needle(2))\n",
  "/docs/guide.md": "# Guide\n\nA Needle in a haystack.\n",
  "/notes.txt": "no such thing\n",
};

const query = (page: Page) => page.getByRole("combobox", { name: /^Search (in the contents|for names)/ });
const results = (page: Page) => page.getByRole("listbox", { name: "What was found" });
const status = (page: Page) => page.getByRole("search").getByRole("status");

test("search as one types, open at the line, replace what is ticked, by keys alone", async ({
  page,
  system,
  volume,
}) => {
  for (const [path, content] of Object.entries(FILES))
    await system.api.files.write(volume.id, path as VolumePath, content);
  const read = async (path: string) => (await system.api.files.read(volume.id, path as VolumePath, "utf8")).content;

  await page.goto(`${system.dashboardUrl}/volumes/${volume.id}/attachments`);
  await page.getByRole("heading", { level: 1 }).waitFor();
  // Until the page is alive nobody hears the keys.
  await expect(async () => {
    await page.keyboard.press("ControlOrMeta+Shift+F");
    await expect(query(page)).toBeFocused({ timeout: 2000 });
  }).toPass();
  await page.keyboard.type("needle");
  await expect(status(page)).toHaveText("5 lines in 3 files");
  await expect(page).toHaveURL(/find=needle/);
  await expect(results(page).getByRole("option")).toHaveCount(8);
  await expectAccessible(page);
  await takePictures(page, "search");

  // Down to a line far below in its file, and into the editor.
  const line = results(page).getByRole("option", { name: /^Line 203 ?def needle/ });
  while ((await line.getAttribute("aria-selected")) !== "true") await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  const editor = page.getByRole("textbox", { name: /main\.py, editor/ });
  await expect(editor).toBeFocused();
  await expect(page.getByText(/Ln 203, Col 11/)).toBeVisible();
  await takePictures(page, "search-open");

  // Back in the field the search stands as it was; names are another way to look.
  await page.keyboard.press("ControlOrMeta+Shift+F");
  await expect(query(page)).toBeFocused();
  await expect(query(page)).toHaveValue("needle");
  await page.goto(`${system.dashboardUrl}/volumes/${volume.id}/files?find=UTIL&in=names`);
  await expect(results(page).getByRole("option")).toHaveText(["util.py/src/lib"]);
  await page.goto(`${system.dashboardUrl}/volumes/${volume.id}/files?find=(&regex=true`);
  await expect(page.getByRole("search").getByRole("alert")).toContainText("regular expression");
  await page.goto(
    `${system.dashboardUrl}/volumes/${volume.id}/files?path=/src&within=folder&find=needle&case=true&word=true&put=`,
  );
  await expect(status(page)).toHaveText("3 lines in 2 files");

  // A preview, of which one match and nothing else of that file is unticked.
  const put = page.getByRole("textbox", { name: "Replace with" });
  await expect(query(page)).toBeFocused();
  while (!(await put.evaluate((element) => element === document.activeElement))) await page.keyboard.press("Tab");
  await page.keyboard.type("pin");
  await page.keyboard.press("Enter");
  const apply = page.getByRole("button", { name: /^Replace \d+ match/ });
  await expect(apply).toHaveText("Replace 4 matches in 2 files");
  await expectAccessible(page);
  await takePictures(page, "replace-preview");
  const off = page.getByRole("checkbox", { name: "Replace on line 3 of /src/lib/util.py" }).last();
  await put.focus();
  while (!(await page.evaluate(() => document.activeElement?.getAttribute("role") === "checkbox")))
    await page.keyboard.press("Tab");
  while (!(await off.evaluate((element) => element === document.activeElement))) {
    const before = await page.evaluate(() => document.activeElement?.closest("[data-row]")?.getAttribute("data-row"));
    await page.keyboard.press("ArrowDown");
    await expect
      .poll(() => page.evaluate(() => document.activeElement?.closest("[data-row]")?.getAttribute("data-row")))
      .not.toBe(before);
  }
  await page.keyboard.press("Space");
  await expect(off).not.toBeChecked();
  await expect(apply).toHaveText("Replace 3 matches in 2 files");

  // Somebody else changes one of the files before it is done.
  await writeFile(join(await dataOf(system, volume.id), "src/main.py"), "def needle(): changed\n");
  await apply.focus();
  await page.keyboard.press("Enter");
  const outcome = page.getByRole("region", { name: "How it went" });
  await expect(outcome).toContainText("2 matches replaced in 1 file");
  await expect(outcome.getByRole("button", { name: /main\.py.*changed meanwhile/ })).toBeVisible();
  expect(await read("/src/lib/util.py")).toBe("from main import pin\n\nprint(pin(1), needle(2))\n");
  expect(await read("/src/main.py")).toBe("def needle(): changed\n");
  await expectAccessible(page);

  // Escape steps back: out of the outcome, then out of the search.
  await page.keyboard.press("Escape");
  await expect(query(page)).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("grid", { name: "Files in /src" })).toBeVisible();
  await expect(page).not.toHaveURL(/find=/);
});

test("what is typed fast is what is asked for", async ({ page, system, volume }) => {
  await system.api.files.write(volume.id, "/src/a.py" as VolumePath, "needle needle\n");
  await page.goto(`${system.dashboardUrl}/volumes/${volume.id}/files?path=/src&within=folder&find=needle&put=`);
  await expect(status(page)).toHaveText("1 line in 1 file");
  const put = page.getByRole("textbox", { name: "Replace with" });
  const apply = page.getByRole("button", { name: /^Replace \d+ match/ });
  const text = "a sentence, typed with every key in its place";
  for (const delay of [0, 8, 20, 55]) {
    await put.fill("");
    await put.pressSequentially(text, { delay });
    await page.keyboard.press("Enter");
    await expect(apply).toHaveText("Replace 2 matches in 1 file");
    await expect(put).toHaveValue(text);
    await expect(page).toHaveURL(({ searchParams }) => searchParams.get("put") === text);
  }
  await apply.click();
  await expect(page.getByRole("region", { name: "How it went" })).toContainText("2 matches replaced in 1 file");
  expect((await system.api.files.read(volume.id, "/src/a.py" as VolumePath, "utf8")).content).toBe(`${text} ${text}\n`);

  // In the list too, and a step into a folder and back takes nothing along.
  await page.goto(`${system.dashboardUrl}/volumes/${volume.id}/files`);
  const filter = page.getByRole("textbox", { name: "Filter this folder" });
  await expect(page.getByRole("grid", { name: "Files in /" })).toBeVisible();
  await filter.pressSequentially("src", { delay: 20 });
  await expect(page).toHaveURL(/filter=src/);
  await page.getByRole("row", { name: "src" }).dblclick();
  await expect(page.getByRole("grid", { name: "Files in /src" })).toBeVisible();
  await expect(filter).toHaveValue("");
  await page.goBack();
  await expect(page.getByRole("grid", { name: "Files in /" })).toBeVisible();
  await expect(filter).toHaveValue("src");
  await page.goForward();
  await expect(page.getByRole("grid", { name: "Files in /src" })).toBeVisible();
  await expect(filter).toHaveValue("");
});

test("on a phone a file that is opened from a preview leaves its ticks as they were", async ({
  page,
  system,
  volume,
}) => {
  for (const [path, content] of Object.entries(FILES))
    await system.api.files.write(volume.id, path as VolumePath, content);
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto(`${system.dashboardUrl}/volumes/${volume.id}/files?find=needle&put=pin&preview=true`);
  const apply = page.getByRole("button", { name: /^Replace \d+ match/ });
  await expect(apply).toHaveText("Replace 6 matches in 3 files");
  const guide = page.getByRole("checkbox", { name: /^Replace in \/docs\/guide\.md/ });
  await guide.click();
  await expect(apply).toHaveText("Replace 5 matches in 2 files");
  await guide.press("Enter");
  await page.getByRole("button", { name: "Back to the files" }).click();
  await expect(apply).toHaveText("Replace 5 matches in 2 files");
  await expect(guide).not.toBeChecked();

  // Nothing is sure of a file that has changed since.
  await guide.click();
  await guide.press("Enter");
  await system.api.files.write(volume.id, "/docs/guide.md" as VolumePath, "needle needle\n");
  await page.getByRole("button", { name: "Back to the files" }).click();
  await expect(apply).toHaveText("Replace 5 matches in 2 files");
});
