import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, type Page, test } from "@playwright/test";
import type { SandboxId } from "#lib/api/ids.ts";
import { parseVolumePath, type VolumePath } from "#lib/api/paths.ts";
import { expectAccessible } from "./support/expect-accessible.ts";
import { takePictures } from "./support/pictures.ts";
import { OWNER, setUp, signIn } from "./support/sign-in.ts";
import { type StartedSystem, startSystem } from "./support/start-system.ts";

// The files of a running sandbox in the file manager: its own disk, and the volumes in it as folders.

let system: StartedSystem;

test.beforeAll(async () => {
  system = await startSystem();
  await setUp(system, OWNER);
});
test.afterAll(() => system.stop());
test.beforeEach(async ({ page }) => {
  const { available, reason } = await system.api.sandboxes.runtime();
  test.skip(!available, reason ?? "sandboxes cannot run here");
  await signIn(page, system, OWNER);
});

const at = (text: string): VolumePath => {
  const parsed = parseVolumePath(text);
  if (!parsed.ok) throw new Error(parsed.problem);
  return parsed.path;
};
const inside = async (sandbox: SandboxId, command: string): Promise<string> => {
  const { exit_code, stdout, stderr } = await system.api.sandboxes.exec(sandbox, { command });
  expect(exit_code, stderr).toBe(0);
  return stdout;
};
const row = (page: Page, name: string) => page.getByRole("row", { name: new RegExp(`^${name.replace(".", "\\.")},`) });
/** At the foot of the list; the one of the team's events stands at the top. */
const liveMark = (page: Page) => page.getByRole("main").getByText("Live", { exact: true });
const editor = (page: Page) => page.getByRole("textbox", { name: /report\.txt, editor/ });

test("a sandbox's files are read, changed, uploaded and deleted as those of a volume", async ({ page }) => {
  const volume = await system.api.volumes.create({ name: "mounted-data" });
  await system.api.files.write(volume.id, at("/inside.txt"), "of the volume\n");
  const { id } = await system.api.sandboxes.create({
    metadata: { name: "files" },
    volumes: [{ ref: volume.id, mount_path: "/workspace/shared" }],
  });
  await inside(id, "printf 'one\\n' > /workspace/report.txt; mkdir /workspace/old; touch /workspace/old/a");

  await test.step("its working directory, with a mounted volume as a folder", async () => {
    await page.goto(`${system.dashboardUrl}/sandboxes/${id}`);
    await page.getByRole("navigation", { name: "Sandbox" }).getByRole("link", { name: "Files" }).click();
    await expect(row(page, "report.txt")).toBeVisible();
    await expect(page.getByRole("row", { name: "shared, volume mounted-data" })).toBeVisible();
    await expect(liveMark(page)).toBeVisible();
    await expectAccessible(page);
    await takePictures(page, "sandbox-files");
    await page.getByRole("row", { name: "shared, volume mounted-data" }).dblclick();
    await expect(row(page, "inside.txt")).toBeVisible();
    await page.goBack();
  });

  await test.step("a save reaches the processes inside", async () => {
    await row(page, "report.txt").dblclick();
    await expect(editor(page)).toBeAttached();
    await editor(page).focus();
    await page.keyboard.press("ControlOrMeta+End");
    await page.keyboard.type("two");
    await page.keyboard.press("ControlOrMeta+S");
    await expect.poll(() => inside(id, "cat /workspace/report.txt")).toBe("one\ntwo");
    await expect(page.getByRole("row", { name: "report.txt, file, 7 B" })).toBeVisible();
    await takePictures(page, "sandbox-file-open");
  });

  await test.step("what a process wrote meanwhile is not overwritten", async () => {
    await editor(page).focus();
    await page.keyboard.type(" three");
    await inside(id, "printf 'theirs\\n' > /workspace/report.txt");
    await page.keyboard.press("ControlOrMeta+S");
    const conflict = page.getByRole("dialog", { name: /report\.txt was changed while you edited it/ });
    await expect(conflict).toBeVisible();
    await expectAccessible(page);
    expect(await inside(id, "cat /workspace/report.txt")).toBe("theirs\n");
    await conflict.getByRole("button", { name: "Take theirs" }).click();
    await expect(conflict).toBeHidden();
    await page.getByTitle("Close (Alt+W)").click();
    await expect(page.getByRole("tab", { name: /report\.txt/ })).toBeHidden();
  });

  await test.step("a drop is uploaded", async () => {
    const transfer = await page.evaluateHandle(() => {
      const data = new DataTransfer();
      data.items.add(new File(["from outside\n"], "dropped.txt", { type: "text/plain" }));
      return data;
    });
    const list = page.getByRole("grid", { name: "Files in /workspace" });
    // A drag is a stream of events; the zone may become one between two of them.
    await expect(async () => {
      await list.dispatchEvent("dragenter", { dataTransfer: transfer });
      await list.dispatchEvent("dragover", { dataTransfer: transfer });
      await expect(page.getByText("Upload to", { exact: true }).locator("..")).toContainText("/workspace", {
        timeout: 1000,
      });
    }).toPass();
    await list.dispatchEvent("drop", { dataTransfer: transfer });
    await expect.poll(() => inside(id, "cat /workspace/dropped.txt 2>/dev/null || true")).toBe("from outside\n");
    await expect(row(page, "dropped.txt")).toBeVisible();
  });

  await test.step("what a process makes, changes and deletes shows by itself", async () => {
    await inside(id, "printf 1 > /workspace/by-process.txt; touch /workspace/short-lived");
    await expect(page.getByRole("row", { name: "by-process.txt, file, 1 B" })).toBeVisible();
    await inside(id, "printf 123 > /workspace/by-process.txt; rm /workspace/short-lived");
    await expect(page.getByRole("row", { name: "by-process.txt, file, 3 B" })).toBeVisible();
    await expect(row(page, "short-lived")).toBeHidden();
  });

  await test.step("search, from the folder down or everywhere, opens at the line", async () => {
    await page.keyboard.press("ControlOrMeta+Shift+F");
    await expect(page.getByRole("combobox", { name: "Search in the contents of files" })).toBeFocused();
    await page.keyboard.type("of the volume");
    const found = page.getByRole("listbox", { name: "What was found" });
    await expect(found.getByRole("option", { name: /^inside\.txt/ })).toBeVisible();
    await expectAccessible(page);
    await takePictures(page, "sandbox-search");
    // The pane began anew with the widths of the pictures.
    await expect(found.getByRole("option", { name: /^inside\.txt/ })).toBeVisible();
    await page.getByRole("combobox", { name: "Search in the contents of files" }).press("Enter");
    await expect(page.getByRole("textbox", { name: /inside\.txt, editor/ })).toBeFocused();
    await page.getByTitle("Close (Alt+W)").click();
    await page.getByRole("button", { name: "Replace", exact: true }).click();
    await page.getByRole("textbox", { name: "Replace with" }).fill("of the team");
    await page.getByRole("button", { name: "Preview" }).click();
    await page.getByRole("button", { name: "Replace 1 match in 1 file" }).click();
    await expect(page.getByRole("region", { name: "How it went" })).toContainText("1 match replaced in 1 file");
    expect(await inside(id, "cat /workspace/shared/inside.txt")).toBe("of the team\n");
    await page.getByRole("button", { name: "Close the search" }).click();
    await expect(row(page, "by-process.txt")).toBeVisible();
  });

  await test.step("rename, and delete for good after a question", async () => {
    await row(page, "by-process.txt").click();
    await page.keyboard.press("F2");
    await page.keyboard.press("ControlOrMeta+A");
    await page.keyboard.type("renamed.txt\n");
    await expect.poll(() => inside(id, "ls /workspace")).toContain("renamed.txt");
    await row(page, "old").click();
    await page.keyboard.press("Delete");
    const question = page.getByRole("dialog", { name: "Delete old for good?" });
    await expect(question).toContainText("cannot be brought back");
    await expectAccessible(page);
    await takePictures(page, "sandbox-files-delete");
    await question.getByRole("button", { name: "Delete for good" }).click();
    await expect(row(page, "old")).toBeHidden();
    await expect.poll(() => inside(id, "ls /workspace")).not.toContain("old");
  });

  await test.step("paused, it says why there is nothing to see, and resumes", async () => {
    await page.getByRole("button", { name: "Pause", exact: true }).click();
    await expect(page.getByRole("heading", { name: "The sandbox is paused" })).toBeVisible();
    await expectAccessible(page);
    await takePictures(page, "sandbox-files-paused");
    await page.getByRole("main").getByRole("button", { name: "Resume" }).last().click();
    await expect(row(page, "renamed.txt")).toBeVisible();
  });
  await system.api.sandboxes.destroy(id);
});

test("a folder of a sandbox is called live only while its watch is heard, and what was missed is read", async ({
  page,
}) => {
  const { id } = await system.api.sandboxes.create({ metadata: { name: "watched" } });
  await inside(id, "printf 'before\\n' > /workspace/report.txt");
  await page.goto(`${system.dashboardUrl}/sandboxes/${id}/files?path=/workspace&open=/workspace/report.txt`);
  await expect(liveMark(page)).toBeVisible();
  await expect(page.locator(".view-line", { hasText: "before" })).toBeVisible();

  // An open file that nobody edits follows, too.
  await inside(id, "printf 'after\\n' > /workspace/report.txt");
  await expect(page.locator(".view-line", { hasText: "after" })).toBeVisible();

  // What happens while nobody can tell is there when somebody can again.
  await system.end();
  await writeFile(join(system.dataDirectory, "sandboxes", id, "files/workspace/meanwhile"), "");
  await expect(page.getByText(/^Not live · read/)).toBeVisible();
  await expect(liveMark(page)).toBeHidden();
  await system.startAgain();
  await expect(liveMark(page)).toBeVisible({ timeout: 45_000 });
  await expect(row(page, "meanwhile")).toBeVisible();
  await system.api.sandboxes.destroy(id);
});
