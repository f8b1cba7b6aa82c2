import { mkdir, rename, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, type Page } from "@playwright/test";
import { childOf, nameFromBytes, ROOT } from "#lib/api/paths.ts";
import type { Volume } from "#lib/api/volumes.ts";
import { dataOf } from "./support/data-of.ts";
import type { StartedSystem } from "./support/start-system.ts";
import { test } from "./support/test.ts";

const row = (page: Page, name: string) => page.getByRole("row", { name: new RegExp(`^${name.replace(".", "\\.")},`) });
const filesPage = (system: StartedSystem, volume: Volume) => `${system.dashboardUrl}/volumes/${volume.id}/files`;

test("what a process writes into the volume appears by itself", async ({ page, system, volume }) => {
  await system.api.files.write(volume.id, childOf(ROOT, "first.txt"), "1");
  await page.goto(filesPage(system, volume));
  await expect(row(page, "first.txt")).toBeVisible();
  await expect(page.getByText("Live", { exact: true }).first()).toBeVisible();
  await writeFile(join(await dataOf(system, volume.id), "from-a-sandbox.txt"), "hello");
  await expect(row(page, "from-a-sandbox.txt")).toBeVisible();
  await rename(
    join(await dataOf(system, volume.id), "from-a-sandbox.txt"),
    join(await dataOf(system, volume.id), "renamed.txt"),
  );
  await expect(row(page, "renamed.txt")).toBeVisible();
  await expect(row(page, "from-a-sandbox.txt")).toBeHidden();
});

test("a folder of 100,000 entries opens, jumps to its end and finds by name", async ({ page, system, volume }) => {
  const directory = join(await dataOf(system, volume.id), "many");
  await mkdir(directory);
  for (let start = 0; start < 100_000; start += 1000)
    await Promise.all(
      Array.from({ length: 1000 }, (_, index) => writeFile(join(directory, `file-${start + index}.txt`), "")),
    );
  await page.goto(`${filesPage(system, volume)}?path=/many`);
  await expect(row(page, "file-0.txt")).toBeVisible();
  await expect(page.getByText(/100,000 items/)).toBeVisible();
  expect(await page.getByRole("row").count()).toBeLessThan(200);
  await row(page, "file-0.txt").click();
  await page.keyboard.press("End");
  await expect(row(page, "file-99999.txt")).toBeVisible();
  await page.getByRole("textbox", { name: "Filter this folder" }).fill("54321");
  await expect(row(page, "file-54321.txt")).toBeVisible();
  await expect(row(page, "file-0.txt")).toBeHidden();
});

test("whoever goes to another row before a new folder is found in a long list stays there", async ({
  page,
  system,
  volume,
}) => {
  const directory = join(await dataOf(system, volume.id), "long");
  await mkdir(directory);
  await Promise.all(Array.from({ length: 1500 }, (_, index) => mkdir(join(directory, `d${index + 1000}`))));
  await page.goto(`${filesPage(system, volume)}?path=/long`);
  await row(page, "d1000").click();

  const answered = Promise.withResolvers<void>();
  const held = Promise.withResolvers<void>();
  await page.route(
    (url) => url.searchParams.get("starts_with") === "z-last",
    async (route) => {
      held.resolve();
      await answered.promise;
      await route.continue();
    },
  );
  await page.keyboard.press("Alt+Shift+N");
  await page.getByRole("textbox", { name: "Name of the new folder" }).fill("z-last");
  await page.keyboard.press("Enter");
  await held.promise;
  await expect(row(page, "d1000")).toBeFocused();
  await page.keyboard.type("d1007");
  await expect(row(page, "d1007")).toBeFocused();
  const answer = page.waitForResponse((response) => response.url().includes("starts_with=z-last"));
  answered.resolve();
  await (await answer).finished();
  await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))));
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL((url) => url.searchParams.get("path") === "/long/d1007");
});

test("names that bite are shown, renamed and deleted, and no markup of theirs runs", async ({
  page,
  system,
  volume,
}) => {
  const data = await dataOf(system, volume.id);
  const invalid = Buffer.from([0x66, 0xff, 0x2e, 0x74]);
  const names = [
    "<img src=x onerror=document.title='run'>",
    "line\nbreak.txt",
    "quote\"'.txt",
    "\u202Etxt.exe",
    "🜁.txt",
  ];
  for (const name of names) await writeFile(join(data, name), "x");
  await writeFile(Buffer.concat([Buffer.from(`${data}/`), invalid]), "x");
  await symlink("/etc/passwd", join(data, "link"));
  await page.goto(filesPage(system, volume));
  const grid = page.getByRole("grid", { name: "Files in /" });
  await expect(grid.getByRole("row", { name: /, file/ })).toHaveCount(names.length + 1);
  await expect(grid.getByRole("row", { name: /^link,/ })).toBeVisible();
  expect(await page.title()).not.toBe("run");

  await grid.getByRole("row", { name: /onerror/ }).click();
  await page.keyboard.press("F2");
  await page.getByRole("textbox", { name: /^New name of/ }).fill("tame.txt");
  await page.keyboard.press("Enter");
  await expect(row(page, "tame.txt")).toBeVisible();

  await page.keyboard.press("ControlOrMeta+A");
  await page.keyboard.press("Delete");
  await expect(grid.getByRole("row", { name: /, file/ })).toHaveCount(0);
  await expect.poll(async () => (await system.api.files.list(volume.id, ROOT)).length).toBe(0);
  const trashed = (await system.api.trash.list(volume.id)).map((entry) => entry.name);
  expect(trashed).toContain(nameFromBytes(invalid));
});

test("a file moves by drag, and comes back from the trash", async ({ page, system, volume }) => {
  await system.api.files.write(volume.id, childOf(ROOT, "a.txt"), "a");
  await system.api.files.makeDirectory(volume.id, childOf(ROOT, "folder"));
  await page.goto(filesPage(system, volume));
  await row(page, "a.txt").dragTo(row(page, "folder"));
  await expect(row(page, "a.txt")).toBeHidden();
  const moved = childOf(childOf(ROOT, "folder"), "a.txt");
  await expect.poll(async () => (await system.api.files.exists(volume.id, moved)).exists).toBe(true);

  await row(page, "folder").click();
  await page.keyboard.press("Delete");
  await expect(row(page, "folder")).toBeHidden();
  await page.goto(`${filesPage(system, volume)}/trash`);
  await page.getByRole("row", { name: /^folder, was in/ }).click();
  await page.getByRole("button", { name: "Restore" }).first().click();
  await expect.poll(async () => (await system.api.files.exists(volume.id, moved)).exists).toBe(true);
});

test("permissions are set for a folder and all in it", async ({ page, system, volume }) => {
  const path = childOf(childOf(ROOT, "folder"), "a.txt");
  await system.api.files.write(volume.id, path, "a");
  await page.goto(filesPage(system, volume));
  await row(page, "folder").click();
  await page.keyboard.press("Alt+P");
  const dialog = page.getByRole("dialog", { name: /^Permissions of/ });
  await dialog.getByRole("textbox", { name: "Octal" }).fill("0700");
  await dialog.getByRole("checkbox", { name: /everything inside/ }).click();
  await dialog.getByRole("button", { name: /^Set / }).click();
  await expect.poll(async () => (await system.api.files.info(volume.id, path)).permissions).toBe("0700");
});

test("a script in an SVG or HTML file does not run, and previews are safe", async ({ page, system, volume }) => {
  const script = "<script>document.title='run';parent.document.title='run'</script>";
  await system.api.files.write(volume.id, childOf(ROOT, "page.html"), `<h1>hello</h1>${script}`);
  await system.api.files.write(
    volume.id,
    childOf(ROOT, "picture.svg"),
    `<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10">${script}<rect width="10" height="10"/></svg>`,
  );
  await system.api.files.write(
    volume.id,
    childOf(ROOT, "notes.md"),
    `# Title\n\n${script}\n\n[bad](javascript:document.title='run')`,
  );
  await system.api.files.write(volume.id, childOf(ROOT, "table.csv"), "id,name\n1,one\n");
  for (const name of ["page.html", "picture.svg", "notes.md", "table.csv"]) {
    await page.goto(`${filesPage(system, volume)}?open=/${name}`);
    await expect(page.getByRole("tab", { name: new RegExp(name) })).toBeVisible();
    const preview = page.getByRole("group", { name: "Look at the file as" }).getByRole("button", { name: "Preview" });
    if (name !== "page.html") await preview.click();
    if (name === "table.csv") await expect(page.getByRole("table", { name: "Rows of the file" })).toContainText("one");
    if (name === "notes.md") await expect(page.getByRole("heading", { name: "Title" })).toBeVisible();
    if (name === "picture.svg") await expect(page.getByRole("img", { name: /picture\.svg/ })).toBeVisible();
    expect(await page.title()).not.toBe("run");
  }
  for (const name of ["page.html", "picture.svg"]) {
    const { url } = await system.api.transfers.downloadGrant(volume.id, {
      path: childOf(ROOT, name),
      purpose: "preview",
    });
    const { headers } = await fetch(url);
    expect(headers.get("content-security-policy")).toContain("sandbox");
    expect(headers.get("content-disposition")).toMatch(/^attachment/);
    expect(headers.get("set-cookie")).toBeNull();
  }
});
