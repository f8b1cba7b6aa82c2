import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, type Locator, type Page } from "@playwright/test";
import type { VolumeId } from "#lib/api/ids.ts";
import { childOf, ROOT, type VolumePath } from "#lib/api/paths.ts";
import { dataOf } from "./support/data-of.ts";
import type { StartedSystem } from "./support/start-system.ts";
import { test } from "./support/test.ts";

const at = (path: string) => path as VolumePath;
const row = (page: Page, name: string) => page.getByRole("row", { name: new RegExp(`^${name.replace(".", "\\.")},`) });
const leaf = (page: Page, name: string) =>
  page.getByRole("tree", { name: "Folders" }).getByRole("treeitem", { name, exact: true });
const asked = (page: Page, name: string) => page.getByRole("dialog", { name: `${name} already exists` });
const open = (page: Page, system: StartedSystem, volume: VolumeId, path = "") =>
  page.goto(`${system.dashboardUrl}/volumes/${volume}/files${path}`);
const textOf = async (system: StartedSystem, volume: VolumeId, path: string) =>
  (await system.api.files.read(volume, at(path), "utf8")).content;
const namesIn = async (system: StartedSystem, volume: VolumeId, path: string) =>
  (await system.api.files.list(volume, at(path))).map(({ name }) => name).sort();

/** Waits until the question about a taken name is asked and listens, as a person sees it by the focus. */
const listening = (page: Page, name: string) =>
  expect(asked(page, name).getByRole("button", { name: "Keep both" })).toBeFocused();

/** Chooses the folder `into` in the dialog that a key opened, and lets the entries go there. */
async function carryTo(page: Page, verb: "Move" | "Copy", into: string): Promise<void> {
  const dialog = page.getByRole("dialog", { name: new RegExp(`^${verb} `) });
  await dialog.getByRole("option", { name: into }).click();
  await dialog.getByRole("button", { name: `${verb} to ${into}` }).click();
}

test("moving, copying and restoring ask about taken names, one by one and for all", async ({
  page,
  system,
  volume,
}) => {
  for (const name of ["a.txt", "b.txt", "c.txt", "d.txt"]) {
    await system.api.files.write(volume.id, childOf(ROOT, name), "mine");
    await system.api.files.write(volume.id, at(`/box/${name}`), "theirs");
  }
  await open(page, system, volume.id);
  await row(page, "a.txt").click();
  await row(page, "d.txt").click({ modifiers: ["Shift"] });

  // Copy: the safe answer has the focus, a letter answers, and one answer is for all that are left.
  await page.keyboard.press("Alt+C");
  await carryTo(page, "Copy", "box");
  await listening(page, "a.txt");
  await expect(asked(page, "a.txt").getByRole("row", { name: /There now/ })).toContainText("6 B");
  await page.keyboard.press("Enter");
  await listening(page, "b.txt");
  await page.keyboard.press("r");
  await listening(page, "c.txt");
  await page.keyboard.press("a");
  await page.keyboard.press("s");
  await expect(asked(page, "c.txt")).toBeHidden();
  await expect
    .poll(() => namesIn(system, volume.id, "/box"))
    .toEqual(["a (2).txt", "a.txt", "b.txt", "c.txt", "d.txt"]);
  await expect.poll(() => textOf(system, volume.id, "/box/b.txt")).toBe("mine");
  for (const name of ["a.txt", "c.txt", "d.txt"])
    expect(await textOf(system, volume.id, `/box/${name}`)).toBe("theirs");

  // Move: Esc leaves everything where it is.
  await row(page, "c.txt").click();
  await row(page, "d.txt").click({ modifiers: ["Shift"] });
  await page.keyboard.press("Alt+M");
  await carryTo(page, "Move", "box");
  await listening(page, "c.txt");
  await page.keyboard.press("Escape");
  await expect(row(page, "c.txt")).toBeVisible();
  await expect(row(page, "d.txt")).toBeVisible();
  await row(page, "c.txt").click();
  await page.keyboard.press("Alt+M");
  await carryTo(page, "Move", "box");
  await listening(page, "c.txt");
  await page.keyboard.press("r");
  await expect(row(page, "c.txt")).toBeHidden();
  await expect.poll(() => textOf(system, volume.id, "/box/c.txt")).toBe("mine");

  // Restore: what has the name meanwhile stays beside it.
  await system.api.trash.put(volume.id, [at("/d.txt")]);
  await system.api.files.write(volume.id, at("/d.txt"), "newer");
  await open(page, system, volume.id, "/trash");
  await page.getByRole("row", { name: /^d\.txt, was in/ }).click();
  await page.getByRole("button", { name: "Restore" }).click();
  await expect(asked(page, "d.txt").getByRole("row", { name: /In the trash/ })).toBeVisible();
  await listening(page, "d.txt");
  await page.keyboard.press("k");
  await expect.poll(() => namesIn(system, volume.id, "/")).toContain("d (2).txt");
  expect(await textOf(system, volume.id, "/d (2).txt")).toBe("mine");
  expect(await textOf(system, volume.id, "/d.txt")).toBe("newer");
});

test("a question keeps the focus from the dialog before it, and hears its keys where the focus has fallen", async ({
  page,
  system,
  volume,
}) => {
  for (const name of ["a.txt", "b.txt", "c.txt", "d.txt"]) {
    await system.api.files.write(volume.id, childOf(ROOT, name), "mine");
    await system.api.files.write(volume.id, at(`/box/${name}`), "theirs");
  }
  await open(page, system, volume.id);
  await row(page, "a.txt").click();
  await row(page, "d.txt").click({ modifiers: ["Shift"] });
  await page.keyboard.press("Alt+C");

  // No frame is drawn until the question is there: what the first dialog does with its last one comes after it.
  const frames = await page.evaluateHandle(() => {
    const draw = window.requestAnimationFrame;
    const held: FrameRequestCallback[] = [];
    window.requestAnimationFrame = (frame) => held.push(frame);
    return () => {
      window.requestAnimationFrame = draw;
      return new Promise((resolve) => {
        for (const frame of held) draw(frame);
        draw(resolve);
      });
    };
  });
  await carryTo(page, "Copy", "box");
  await listening(page, "a.txt");
  await frames.evaluate((go) => go());
  await listening(page, "a.txt");

  await page.evaluate(() => document.activeElement instanceof HTMLElement && document.activeElement.blur());
  await page.keyboard.press("r");
  await listening(page, "b.txt");
  await page.evaluate(() => document.querySelector<HTMLElement>('[role="grid"] [role="row"][tabindex="0"]')?.focus());
  await page.keyboard.press("r");
  await listening(page, "c.txt");
  await page.evaluate(() => document.activeElement instanceof HTMLElement && document.activeElement.blur());
  await page.keyboard.press("Enter");
  await expect(asked(page, "d.txt")).toBeVisible();
  await page.keyboard.press("s");
  await expect
    .poll(() => namesIn(system, volume.id, "/box"))
    .toEqual(["a.txt", "b.txt", "c (2).txt", "c.txt", "d.txt"]);
  for (const name of ["a.txt", "b.txt"]) expect(await textOf(system, volume.id, `/box/${name}`)).toBe("mine");
});

test("a range and a whole folder mean every row, loaded or not, and an undo brings all back", async ({
  page,
  system,
  volume,
}) => {
  const many = join(await dataOf(system, volume.id), "many");
  await mkdir(many);
  const names = Array.from({ length: 1300 }, (_, index) => `file-${String(index).padStart(4, "0")}.txt`);
  for (let from = 0; from < names.length; from += 200)
    await Promise.all(names.slice(from, from + 200).map((name) => writeFile(join(many, name), "")));
  const left = async () => (await system.api.files.page(volume.id, at("/many"), { limit: 1 })).total;
  await open(page, system, volume.id, "?path=/many");
  const status = page.getByRole("status").filter({ hasText: "items" });
  await expect(status).toContainText("1,300 items");

  await row(page, "file-0003.txt").click();
  await page.keyboard.press("End");
  await expect(row(page, "file-1299.txt")).toBeVisible();
  await page.keyboard.press("Home");
  await row(page, "file-0003.txt").click();
  await page.keyboard.press("Shift+End");
  await expect(status).toContainText("1,297 selected");
  await page.keyboard.press("Delete");
  await expect(status).toContainText("3 items");
  // Pressed while most of it is still on its way.
  await page.keyboard.press("ControlOrMeta+Z");
  await expect.poll(left, { timeout: 60_000 }).toBe(1300);

  await page.keyboard.press("ControlOrMeta+A");
  await expect(status).toContainText("1,300 selected");
  await page.keyboard.press("Delete");
  await expect.poll(left, { timeout: 60_000 }).toBe(0);
});

async function dragFilesOver(page: Page, target: Locator): Promise<() => Promise<void>> {
  const transfer = await page.evaluateHandle(() => {
    const data = new DataTransfer();
    data.items.add(new File(["from outside"], "outside.txt"));
    return data;
  });
  // A drag is a stream of events; the zone may become one between two of them.
  await expect(async () => {
    await target.dispatchEvent("dragenter", { dataTransfer: transfer });
    await target.dispatchEvent("dragover", { dataTransfer: transfer });
    await expect(page.getByText("Upload to", { exact: true })).toBeVisible({ timeout: 1000 });
  }).toPass();
  return () => target.dispatchEvent("drop", { dataTransfer: transfer });
}

test("the tree takes files and rows where it shows, has a menu, and the panes stay as they were left", async ({
  page,
  system,
  volume,
}) => {
  await system.api.files.makeDirectory(volume.id, at("/inbox/old"));
  await system.api.files.write(volume.id, at("/a.txt"), "a");
  await open(page, system, volume.id);
  await expect(leaf(page, "inbox")).toBeVisible();

  // Files from outside: the outline is around the row, and nothing else.
  const drop = await dragFilesOver(page, leaf(page, "inbox"));
  const label = page.getByText("Upload to", { exact: true }).locator("..");
  await expect(label).toContainText("/inbox");
  const outline = await label.locator("xpath=preceding-sibling::div").boundingBox();
  const place = await leaf(page, "inbox").boundingBox();
  expect(outline).toEqual(place);
  await drop();
  await expect.poll(() => namesIn(system, volume.id, "/inbox")).toEqual(["old", "outside.txt"]);

  // A row of the list.
  await row(page, "a.txt").dragTo(leaf(page, "inbox"));
  await expect.poll(() => namesIn(system, volume.id, "/inbox")).toEqual(["a.txt", "old", "outside.txt"]);
  await expect(row(page, "a.txt")).toBeHidden();

  // The menu of a folder that is not the one on the screen.
  await leaf(page, "inbox").click({ button: "right" });
  await page.getByRole("menuitem", { name: "New folder" }).click();
  await page.getByRole("textbox", { name: "Name of the new folder" }).fill("new");
  await page.keyboard.press("Enter");
  await expect.poll(() => namesIn(system, volume.id, "/inbox")).toContain("new");
  await leaf(page, "inbox").click();
  await leaf(page, "old").click({ button: "right" });
  await page.getByRole("menuitem", { name: "Rename" }).click();
  await page.getByRole("textbox", { name: "New name of old" }).fill("older");
  await page.keyboard.press("Enter");
  await expect(leaf(page, "older")).toBeVisible();
  await leaf(page, "older").click({ button: "right" });
  await page.getByRole("menuitem", { name: "Delete" }).click();
  await expect(leaf(page, "older")).toBeHidden();
  expect(await namesIn(system, volume.id, "/inbox")).not.toContain("older");

  // Files of the system's clipboard land in the folder on the screen.
  await row(page, "new").click();
  await page.getByRole("grid", { name: "Files in /inbox" }).evaluate((grid) => {
    const data = new DataTransfer();
    data.items.add(new File(["pasted"], "pasted.txt"));
    const row = grid.querySelector('[role="row"][tabindex="0"]');
    row?.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
  });
  await expect(row(page, "pasted.txt")).toBeVisible();
  expect(await textOf(system, volume.id, "/inbox/pasted.txt")).toBe("pasted");

  const handle = page.getByRole("separator", { name: "Resize the folder tree" });
  const widthOf = async () => (await page.getByRole("tree", { name: "Folders" }).boundingBox())?.width ?? 0;
  const before = await widthOf();
  await handle.focus();
  for (let presses = 0; presses < 3; presses++) await page.keyboard.press("ArrowRight");
  await expect.poll(widthOf).toBeGreaterThan(before + 20);
  const left = await widthOf();
  await page.reload();
  await expect(leaf(page, "inbox")).toBeVisible();
  await expect.poll(async () => Math.abs((await widthOf()) - left)).toBeLessThan(3);
});
