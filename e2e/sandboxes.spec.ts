import { expect, type Page, test } from "@playwright/test";
import type { SandboxId } from "#lib/api/ids.ts";
import { childOf, ROOT } from "#lib/api/paths.ts";
import type { Volume } from "#lib/api/volumes.ts";
import { expectAccessible } from "./support/expect-accessible.ts";
import { takePictures } from "./support/pictures.ts";
import { OWNER, setUp, signIn } from "./support/sign-in.ts";
import { type StartedSystem, startSystem } from "./support/start-system.ts";

// Volumes in running sandboxes, as a person sees them: made, read inside, broken, mended, paused, forked, destroyed.

const HELLO = childOf(ROOT, "hello.txt");
const DATASETS = childOf(ROOT, "datasets");

let system: StartedSystem;

test.beforeAll(async () => {
  // Looks come soon, so that what breaks is found while the test watches.
  system = await startSystem({ NULLSPACE_HEALTH_INTERVAL_MS: "1000" });
  await setUp(system, OWNER);
});
test.afterAll(() => system.stop());
test.beforeEach(async ({ page }) => {
  const { available, reason } = await system.api.sandboxes.runtime();
  test.skip(!available, reason ?? "sandboxes cannot run here");
  await signIn(page, system, OWNER);
});

const makeVolume = async (name: string): Promise<Volume> => {
  const volume = await system.api.volumes.create({ name });
  await system.api.files.write(volume.id, HELLO, "hello\n");
  await system.api.files.makeDirectory(volume.id, DATASETS);
  return volume;
};
const read = async (volume: Volume, path = HELLO) => (await system.api.files.read(volume.id, path, "utf8")).content;
const inside = async (sandbox: SandboxId, command: string): Promise<string> => {
  const { exit_code, stdout, stderr } = await system.api.sandboxes.exec(sandbox, { command });
  expect(exit_code, stderr).toBe(0);
  return stdout;
};
const open = async (page: Page, path: string) => {
  await page.goto(`${system.dashboardUrl}${path}`);
  await expect(page.getByText("Live", { exact: true }).first()).toBeVisible();
  // The page wakes after what is around it: then its times know the reader's zone.
  await expect(page.locator("main time[title]").or(page.getByText("No sandboxes yet")).first()).toBeAttached();
};
/** The row of a mount path, in the table. */
const mount = (page: Page, path: string) =>
  page
    .getByRole("table")
    .getByRole("rowgroup")
    .filter({ has: page.getByRole("link", { name: path, exact: true }) });
const header = (page: Page) => page.locator("main header").first();

async function createSandbox(page: Page, name: string, volume: string, path: string): Promise<SandboxId> {
  await open(page, "/sandboxes");
  await page.getByRole("button", { name: "New sandbox" }).first().click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Name").fill(name);
  await dialog.getByRole("button", { name: "Add a volume" }).click();
  await dialog.getByRole("combobox", { name: "Volume 1" }).click();
  await page.getByRole("option", { name: volume, exact: true }).click();
  await dialog.getByLabel("Mount path").fill("/etc/passwd");
  await expect(dialog).toContainText("system directory");
  await expect(dialog.getByRole("button", { name: "Create sandbox" })).toHaveAttribute("aria-disabled", "true");
  await dialog.getByLabel("Mount path").fill(path);
  await expectAccessible(page);
  await takePictures(page, "sandbox-create");
  await dialog.getByRole("button", { name: "Create sandbox" }).click();
  await page.waitForURL(/\/sandboxes\/sb_[0-9a-z]+/);
  await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();
  // The test made it: the address holds its id.
  return new URL(page.url()).pathname.split("/").at(-1) as SandboxId;
}

async function attach(page: Page, volume: string, path: string, folder?: string): Promise<void> {
  await page.getByRole("button", { name: "Attach", exact: true }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("combobox", { name: "Volume" }).click();
  await page.getByRole("option", { name: volume, exact: true }).click();
  if (folder !== undefined) {
    await dialog.getByRole("button", { name: /^Browse/ }).click();
    await dialog.getByRole("option", { name: folder }).click();
    await dialog.getByRole("button", { name: "Mount this folder" }).click();
  }
  await dialog.getByLabel("Mount path").fill(path);
  await dialog.getByRole("button", { name: "Attach", exact: true }).click();
  await expect(dialog).toBeHidden();
}

async function typeInTerminal(page: Page, line: string): Promise<void> {
  await page.getByRole("textbox", { name: /^Terminal of/ }).focus();
  await page.keyboard.type(`${line}\n`);
}

test("the guide's example, from a volume to what a sandbox leaves", async ({ page }) => {
  const data = await makeVolume("guide-data");
  const more = await makeVolume("guide-more");
  const sandbox = await createSandbox(page, "guide", data.name, "/workspace/shared");
  await expect(mount(page, "/workspace/shared")).toContainText("mounted");
  await expect(mount(page, "/workspace/shared")).toContainText("healthy");

  await test.step("read the file inside, in the terminal", async () => {
    await page.getByRole("button", { name: "Terminal", exact: true }).click();
    const terminal = page.getByRole("region", { name: "Terminal" });
    await expect(terminal.getByText("connected")).toBeVisible();
    await typeInTerminal(page, "cat /workspace/shared/hello.txt");
    await expect(terminal.getByText("hello", { exact: true }).first()).toBeVisible();
    await takePictures(page, "sandbox-terminal");
  });

  await test.step("attach a second volume while a loop runs inside, which sees it appear", async () => {
    await typeInTerminal(
      page,
      "until [ -e /workspace/more/hello.txt ]; do sleep 0.1; done; echo it-is-$((40 + 2))-there",
    );
    await attach(page, more.name, "/workspace/more");
    await expect(mount(page, "/workspace/more")).toContainText("mounted");
    await expect(page.getByRole("region", { name: "Terminal" }).getByText("it-is-42-there").first()).toBeVisible();
  });

  await test.step("append from both sides", async () => {
    await typeInTerminal(page, "echo from inside >> /workspace/shared/hello.txt");
    await expect.poll(() => read(data)).toBe("hello\nfrom inside\n");
    await system.api.files.write(data.id, HELLO, "hello\nfrom inside\nfrom outside\n");
    expect(await inside(sandbox, "cat /workspace/shared/hello.txt")).toContain("from outside");
    await page.keyboard.press("F6");
    await page.getByRole("button", { name: "Close the terminal" }).click();
  });

  await test.step("break a mount from inside: the page says why, Remount heals it", async () => {
    await attach(page, data.name, "/workspace/datasets", "datasets");
    await expect(mount(page, "/workspace/datasets")).toContainText("healthy");
    await inside(sandbox, "mv /workspace/shared/datasets /workspace/shared/elsewhere");
    await expect(mount(page, "/workspace/datasets")).toContainText("/datasets is not in the volume any more");
    await expectAccessible(page);
    await takePictures(page, "sandbox-broken");
    await mount(page, "/workspace/datasets").getByRole("link", { name: "/workspace/datasets" }).click();
    const notice = page
      .getByRole("main")
      .locator("[role=alert], [role=status]")
      .filter({ hasText: "not in the volume" });
    await expect(notice).toBeVisible();
    await expect(page.getByRole("list", { name: "Timeline" })).toContainText("failed");
    await expectAccessible(page);
    await takePictures(page, "attachment-broken");
    await system.api.files.makeDirectory(data.id, DATASETS);
    await notice.getByRole("button", { name: "Remount" }).click();
    await expect(notice).toBeHidden();
    await expect(page.getByRole("main")).toContainText("healthy");
    await expect(page.getByRole("list", { name: "Timeline" })).toContainText("remounting");
    await takePictures(page, "attachment-healed");
  });

  await test.step("pause, resume, fork, destroy: the states follow", async () => {
    await open(page, `/sandboxes/${sandbox}`);
    await page.getByRole("button", { name: "Pause", exact: true }).click();
    await expect(header(page).getByText("paused")).toBeVisible();
    for (const path of ["/workspace/shared", "/workspace/more", "/workspace/datasets"])
      await expect(mount(page, path)).toContainText("paused");
    await expectAccessible(page);
    await takePictures(page, "sandbox-paused");
    await page.getByRole("button", { name: "Resume", exact: true }).click();
    await expect(header(page).getByText("running")).toBeVisible();
    await expect(mount(page, "/workspace/shared")).toContainText("mounted");
    await page.getByRole("button", { name: "Fork", exact: true }).click();
    await page.waitForURL((url) => url.pathname.startsWith("/sandboxes/") && !url.pathname.endsWith(sandbox));
    await expect(mount(page, "/workspace/shared")).toContainText("mounted");
    // It takes commands once all of its mounts are there.
    await expect(header(page).getByText("running")).toBeVisible();
    const copy = new URL(page.url()).pathname.split("/").at(-1) as SandboxId;
    expect(await inside(copy, "cat /workspace/shared/hello.txt")).toContain("from outside");
    await page.getByRole("button", { name: "Destroy…" }).click();
    const question = page.getByRole("dialog", { name: /^Destroy/ });
    await expect(question).toContainText("the sandbox's own files");
    await expect(question).toContainText("3 attachments");
    await expectAccessible(page);
    await takePictures(page, "sandbox-destroy");
    await question.getByRole("button", { name: "Destroy sandbox" }).click();
    await expect(header(page).getByText("destroyed")).toBeVisible();
    await open(page, "/sandboxes");
    await expect(page.getByRole("row").filter({ hasText: sandbox })).toBeVisible();
    await expect(page.getByRole("row").filter({ hasText: copy })).toBeHidden();
    expect(await read(data)).toContain("from outside");
  });
});

test("many at once, and a refusal that comes back with the form as it was", async ({ page }) => {
  const volume = await makeVolume("many-data");
  const first = await system.api.sandboxes.create({ metadata: { name: "first" } });
  const second = await system.api.sandboxes.create({ metadata: { name: "second" } });
  for (const sandbox of [first, second])
    await system.api.attachments.attach(sandbox.id, { ref: volume.id, mount_path: "/workspace/data" });
  await open(page, `/volumes/${volume.id}/attachments`);
  await expect(page.getByRole("link", { name: "/workspace/data", exact: true })).toHaveCount(2);

  await test.step("the same path again is refused as it is typed, a lost sandbox when it is asked for", async () => {
    await page.keyboard.press("n");
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("combobox", { name: "Sandbox" }).click();
    await page.getByRole("option", { name: /^first/ }).click();
    await dialog.getByLabel("Mount path").fill("/workspace/data/below");
    await expect(dialog).toContainText("Choose a path beside it");
    await dialog.getByLabel("Mount path").fill("/workspace/other");
    await expectAccessible(page);
    await takePictures(page, "attach");
    await system.api.sandboxes.pause(first.id);
    await dialog.getByRole("button", { name: "Attach", exact: true }).click();
    await expect(page.getByRole("dialog").getByRole("alert")).toBeVisible();
    await expect(page.getByRole("dialog").getByLabel("Mount path")).toHaveValue("/workspace/other");
    await expect(page.getByRole("link", { name: "/workspace/other", exact: true })).toBeHidden();
    await page.keyboard.press("Escape");
    await system.api.sandboxes.resume(first.id);
  });

  await test.step("detach both with one act, by keyboard", async () => {
    await page.getByRole("checkbox", { name: "Select all" }).focus();
    await page.keyboard.press("Space");
    await expect(page.getByRole("region", { name: "Selection" })).toContainText("2 selected");
    await expectAccessible(page);
    await takePictures(page, "attachments");
    await page.getByRole("region", { name: "Selection" }).getByRole("button", { name: "Detach" }).focus();
    await page.keyboard.press("Enter");
    await expect(page.getByRole("heading", { name: "Not attached to any sandbox" })).toBeVisible();
    expect(await system.api.attachments.ofVolume(volume.id)).toEqual([]);
  });
  for (const { id } of [first, second]) await system.api.sandboxes.destroy(id);
});

test("a count on the overview leads to those it counts, also after a reload and one step back", async ({ page }) => {
  const [held, runs] = [
    await system.api.sandboxes.create({ metadata: { name: "counted-held" } }),
    await system.api.sandboxes.create({ metadata: { name: "counted-runs" } }),
  ];
  await system.api.sandboxes.pause(held.id);
  await open(page, "/");
  await page
    .getByRole("link", { name: /^paused/ })
    .last()
    .click();
  await page.waitForURL(/\/sandboxes\?status=paused/);
  const named = (name: string) => page.getByRole("row", { name: new RegExp(name) });
  await expect(named("counted-held")).toBeVisible();
  await expect(named("counted-runs")).toBeHidden();
  await page.reload();
  await expect(named("counted-held")).toBeVisible();
  await expect(named("counted-runs")).toBeHidden();
  await page.goBack();
  await expect(page.getByRole("heading", { level: 1, name: "Overview" })).toBeVisible();
  for (const { id } of [held, runs]) await system.api.sandboxes.destroy(id);
});

test("the same acts by keyboard alone", async ({ page }) => {
  const volume = await makeVolume("keys-data");
  const sandbox = await system.api.sandboxes.create({
    metadata: { name: "keys" },
    volumes: [{ ref: volume.id, mount_path: "/workspace/data" }],
  });
  const terminal = page.getByRole("region", { name: "Terminal" });
  await open(page, `/sandboxes/${sandbox.id}`);

  await test.step("into the terminal, out of it, and into a new one", async () => {
    await page.keyboard.press("t");
    const input = page.getByRole("textbox", { name: /^Terminal of keys/ });
    await expect(input).toBeFocused();
    await expect(terminal.getByText("connected")).toBeVisible();
    // Tab is the shell's; F6 leads out.
    await page.keyboard.type("cat /workspace/data/hel");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await expect(terminal.getByText("hello", { exact: true }).first()).toBeVisible();
    await page.keyboard.type("exit 3\n");
    await expect(terminal).toContainText("The shell ended with exit code 3.");
    await page.keyboard.press("F6");
    await expect(terminal.getByRole("button", { name: "Reconnect" })).toBeFocused();
    await page.keyboard.press("Enter");
    await expect(terminal.getByText("connected")).toBeVisible();
    await expect(input).toBeFocused();
    await page.keyboard.press("F6");
    await page.keyboard.press("t");
    await expect(terminal).toBeHidden();
  });

  await test.step("attach, remount, detach", async () => {
    await page.keyboard.press("n");
    const dialog = page.getByRole("dialog");
    await expect(dialog.getByRole("combobox", { name: "Volume" })).toBeVisible();
    await dialog.getByRole("combobox", { name: "Volume" }).focus();
    await page.keyboard.press("Enter");
    await page.keyboard.type("keys");
    await page.keyboard.press("Enter");
    await expect(dialog.getByLabel("Mount path")).toHaveValue("/workspace/keys-data");
    await dialog.getByLabel("Mount path").focus();
    await page.keyboard.press("Enter");
    await expect(mount(page, "/workspace/keys-data")).toContainText("mounted");
    await page.getByRole("link", { name: "/workspace/keys-data", exact: true }).focus();
    await page.keyboard.press("Enter");
    await expect(page.getByRole("heading", { level: 2, name: "/workspace/keys-data" })).toBeVisible();
    await page.keyboard.press("r");
    await expect(page.getByRole("list", { name: "Timeline" })).toContainText("remount asked for");
    await expect(page.getByRole("button", { name: "Detach" })).not.toHaveAttribute("aria-disabled", "true");
    await page.getByRole("button", { name: "Detach" }).focus();
    await page.keyboard.press("Enter");
    await expect(page.getByRole("list", { name: "Timeline" })).toContainText("released");
  });

  await test.step("pause, resume, destroy", async () => {
    await open(page, `/sandboxes/${sandbox.id}`);
    await page.keyboard.press("p");
    await expect(header(page).getByText("paused")).toBeVisible();
    // The word comes with the event; what may be done now is read after it.
    await expect(page.getByRole("button", { name: "Resume" })).not.toHaveAttribute("aria-disabled", "true");
    await page.keyboard.press("p");
    await expect(header(page).getByText("running")).toBeVisible();
    await page.keyboard.press("ControlOrMeta+K");
    await expect(page.getByRole("combobox", { name: "Commands" })).toBeFocused();
    await page.keyboard.type("destroy");
    await page.keyboard.press("Enter");
    await expect(page.getByRole("dialog", { name: "Destroy keys?" })).toBeVisible();
    await page.keyboard.press("Enter");
    await expect(header(page).getByText("destroyed")).toBeVisible();
  });
});

test("every new page passes axe in both themes", async ({ page }) => {
  const volume = await makeVolume("axe-data");
  const sandbox = await system.api.sandboxes.create({
    metadata: { name: "axe", branch: "main" },
    volumes: [
      { ref: volume.id, mount_path: "/workspace/data" },
      { ref: volume.id, mount_path: "/workspace/read", subpath: "/datasets", read_only: true },
    ],
  });
  const [attachment] = await system.api.attachments.ofVolume(volume.id);
  for (const [name, path] of [
    ["sandboxes", "/sandboxes"],
    ["sandbox", `/sandboxes/${sandbox.id}`],
    ["sandbox-activity", `/sandboxes/${sandbox.id}/activity`],
    ["sandbox-with-terminal", `/sandboxes/${sandbox.id}?terminal=true`],
    ["volume-attachments", `/volumes/${volume.id}/attachments`],
    ["attachment", `/volumes/${volume.id}/attachments/${attachment?.id}`],
    ["all-attachments", "/attachments"],
  ] as const) {
    await open(page, path);
    if (path.includes("terminal")) await expect(page.getByText("connected")).toBeVisible();
    await expectAccessible(page);
    await takePictures(page, name);
  }
  await system.api.sandboxes.destroy(sandbox.id);
});
