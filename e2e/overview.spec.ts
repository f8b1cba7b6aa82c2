import { expect, type Page } from "@playwright/test";
import { Webhook } from "standardwebhooks";
import { type Receiver, startReceiver } from "#control-plane/testing/start-receiver.ts";
import { childOf, ROOT } from "#lib/api/paths.ts";
import { expectAccessible } from "./support/expect-accessible.ts";
import { takePictures } from "./support/pictures.ts";
import { OWNER, setUp } from "./support/sign-in.ts";
import { type StartedSystem, startSystem } from "./support/start-system.ts";
import { test as base } from "./support/test.ts";

const MIB = 1024 * 1024;

/** A system whose webhooks may reach this machine, and where a cap is counted in bytes that a test can write. */
const test = base.extend<object, { system: StartedSystem }>({
  system: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright finds out by the pattern which fixtures are used.
    async ({}, use) => {
      const system = await startSystem({ NULLSPACE_WEBHOOK_ALLOWED_HOSTS: "127.0.0.1", NULLSPACE_STORE: "directory" });
      await setUp(system, OWNER);
      await use(system);
      await system.stop();
    },
    { scope: "worker", timeout: 120_000 },
  ],
});

const live = (page: Page) => expect(page.getByText("Live", { exact: true }).first()).toBeVisible();
const events = (page: Page) => page.getByRole("list", { name: "Events" }).getByRole("listitem");
const choose = async (page: Page, filter: string, option: string) => {
  await page.getByRole("combobox", { name: filter }).click();
  await page.getByRole("option", { name: option, exact: true }).click();
};

test("a team that has nothing is told what to do first", async ({ page, system }) => {
  await page.goto(`${system.dashboardUrl}/`);
  await live(page);
  await expect(page.getByRole("heading", { name: "What to do first" })).toBeVisible();
  await expectAccessible(page);
  await takePictures(page, "overview-empty");
  await page.getByRole("button", { name: "New volume" }).click();
  await expect(page.getByRole("dialog", { name: "New volume" })).toBeVisible();
});

test.describe("alerts", () => {
  let receiver: Receiver;
  test.beforeAll(async () => {
    receiver = await startReceiver();
  });
  test.afterAll(() => receiver.close());

  test("a volume that fills is seen on the page, in the bell and by a webhook whose signature holds", async ({
    page,
    system,
    volume,
  }) => {
    await page.goto(`${system.dashboardUrl}/team`);
    await live(page);
    await page.getByRole("button", { name: "New webhook" }).click();
    await page.getByLabel("Address").fill(receiver.url);
    await expectAccessible(page);
    await page.getByRole("button", { name: "Create webhook" }).click();
    const dialog = page.getByRole("dialog", { name: "Signing secret" });
    const secret = (await dialog.getByText(/^whsec_/).textContent()) ?? "";
    await dialog.getByRole("button", { name: "I have copied it" }).click();
    await page.getByRole("button", { name: "Send a test" }).click();
    await expect(page.getByText("The test arrived")).toBeVisible();
    await expect(page.getByText(secret)).toBeHidden();

    const said = (at: number) => {
      const one = receiver.received[at];
      if (one === undefined) return null;
      // What came is checked by the library that receivers use.
      return new Webhook(secret).verify(one.body, one.headers as Record<string, string>);
    };
    expect(said(0)).toMatchObject({ type: "webhook.test" });

    await page.goto(`${system.dashboardUrl}/`);
    await live(page);
    await expect(page.getByText("Nothing is wrong.")).toBeVisible();
    await system.setCap(volume.id, 4 * MIB);
    const path = childOf(ROOT, "large.bin");
    await system.api.files.write(volume.id, path, "x".repeat(3.4 * MIB));
    const main = page.getByRole("main");
    await expect(main.getByRole("link", { name: "Volume nearly full" })).toBeVisible();
    await expect(main.getByRole("link", { name: new RegExp(volume.name) }).first()).toBeVisible();
    await expect(page.getByRole("button", { name: "Alerts: 1 open" })).toBeVisible();
    await expect(page.getByText("Nothing is wrong.")).toBeHidden();
    await expect.poll(() => said(1)).toMatchObject({ type: "alert.raised", data: { kind: "volume_over_80" } });
    await expectAccessible(page);
    await takePictures(page, "overview");

    await page.getByRole("button", { name: "Alerts: 1 open" }).click();
    const popover = page.getByRole("dialog", { name: "Alerts" });
    await expect(popover.getByText(`${volume.name} is over 80 %`)).toBeVisible();
    await expectAccessible(page);
    await takePictures(page, "alerts");
    await popover.getByRole("link", { name: "Volume nearly full" }).click();
    await page.waitForURL(new RegExp(`/volumes/${volume.id}`));

    await page.goto(`${system.dashboardUrl}/`);
    await live(page);
    await system.api.files.remove(volume.id, path);
    await expect(main.getByText("Nothing is wrong.")).toBeVisible();
    await expect(page.getByRole("heading", { name: "Lately mended" })).toBeVisible();
    await expect.poll(() => said(2)).toMatchObject({ type: "alert.cleared" });

    await page.goto(`${system.dashboardUrl}/team`);
    await live(page);
    await expectAccessible(page);
    await takePictures(page, "webhooks");
    await page.getByRole("button", { name: `Actions for ${receiver.url}` }).click();
    await page.getByRole("menuitem", { name: "Deliveries" }).click();
    const log = page.getByRole("dialog", { name: "Deliveries" });
    await expect(log.getByText("An alert was over")).toBeVisible();
    await expect(log.getByText("delivered")).toHaveCount(3);
    await expectAccessible(page);
    await takePictures(page, "deliveries");
  });
});

test("what happened is told in sentences, filtered by the address, and comes live", async ({
  page,
  system,
  volume,
}) => {
  const other = await system.api.volumes.create({ name: `${volume.name}-other` });
  const write = (name: string) => system.api.files.write(volume.id, childOf(ROOT, name), "1");
  for (let n = 0; n < 60; n += 1) await write(`file-${n}`);
  await page.goto(`${system.dashboardUrl}/activity`);
  await live(page);
  await expect(events(page).filter({ hasText: `created /file-59 in ${volume.name}` })).toBeVisible();
  await expectAccessible(page);
  await takePictures(page, "activity");

  await choose(page, "About", "Volumes");
  await page.waitForURL(/family=volume/);
  await expect(events(page).filter({ hasText: `created the volume ${other.name}` })).toBeVisible();
  await expect(events(page).filter({ hasText: "/file-59" })).toHaveCount(0);
  await page.reload();
  await live(page);
  await expect(page.getByRole("combobox", { name: "About" })).toHaveText("Volumes");
  await choose(page, "Volume", volume.name);
  await expect(events(page).filter({ hasText: other.name })).toHaveCount(0);
  await expect(events(page).filter({ hasText: `created the volume ${volume.name}` })).toBeVisible();
  await choose(page, "By", OWNER.email);
  await expect(page.getByRole("heading", { name: "Nothing passes the filter" })).toBeVisible();
  await page.getByRole("button", { name: "Clear the filter" }).click();
  await expect(page).toHaveURL(/\/activity$/);

  await expect(events(page).filter({ hasText: "/file-59" })).toBeVisible();
  await write("at-once");
  await expect(events(page).first()).toContainText("created /at-once");
  // Further down nothing moves: what comes waits and is counted.
  await events(page).last().scrollIntoViewIfNeeded();
  await expect(events(page).filter({ hasText: "/file-1 in" })).toHaveCount(1);
  for (const name of ["later-1", "later-2", "later-3"]) await write(name);
  const waiting = page.getByRole("button", { name: "3 new" });
  await expect(waiting).toBeVisible();
  await expect(events(page).filter({ hasText: "/later-3" })).toHaveCount(0);
  await waiting.click();
  await expect(events(page).first()).toContainText("created /later-3");
  await expect(waiting).toBeHidden();

  await page.goto(`${system.dashboardUrl}/volumes/${other.id}/activity`);
  await live(page);
  await expect(events(page)).toHaveCount(1);
  await expect(events(page).first()).toContainText(`created the volume ${other.name}`);
  await expectAccessible(page);
  await events(page).first().getByRole("link", { name: other.name }).click();
  await page.waitForURL(new RegExp(`/volumes/${other.id}/files`));
});

test("when the stream breaks the page says so, and nothing stays green", async ({ page, system, volume }) => {
  await page.goto(`${system.dashboardUrl}/`);
  await live(page);
  const main = page.getByRole("main");
  await expect(main.getByText("Nothing is wrong.")).toBeVisible();
  await system.end();
  await expect(main.getByText(/^Nothing was heard from the server since/)).toBeVisible({ timeout: 90_000 });
  await expect(main.getByText("Nothing was wrong.")).toBeVisible();
  await expect(main.getByText("Nothing is wrong.")).toBeHidden();
  await expectAccessible(page);
  await takePictures(page, "overview-stale");
  await system.startAgain();
  await expect(main.getByText(/^Nothing was heard from the server since/)).toBeHidden({ timeout: 60_000 });
  await system.setCap(volume.id, MIB);
  await system.api.files.write(volume.id, childOf(ROOT, "large.bin"), "x".repeat(0.9 * MIB));
  await expect(main.getByRole("link", { name: "Volume nearly full" })).toBeVisible();
});
