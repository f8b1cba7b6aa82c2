import { expect, test } from "@playwright/test";
import { expectAccessible } from "./support/expect-accessible.ts";
import { FAILED_REQUEST, type FailingGateway, nothingFails, startFailingGateway } from "./support/failing-gateway.ts";
import { takePictures } from "./support/pictures.ts";
import { OWNER, setUp, signIn } from "./support/sign-in.ts";
import { type StartedSystem, startSystem } from "./support/start-system.ts";

// What is seen when a page cannot be made, between a dashboard and a control plane that really fail.

let system: StartedSystem;
let gateway: FailingGateway;

test.beforeAll(async () => {
  gateway = await startFailingGateway();
  system = await startSystem({ NULLSPACE_API_URL: gateway.url });
  gateway.forwardTo(system.apiUrl);
  await setUp(system, OWNER);
});
test.afterAll(async () => {
  await system?.stop();
  gateway?.stop();
});
test.beforeEach(async ({ page }) => {
  gateway.fails = nothingFails;
  await signIn(page, system, OWNER);
});

test("a page whose data is refused says so with the id of the request, and comes back by its button", async ({
  page,
}) => {
  const { id, name } = await system.api.volumes.create({ name: "unlucky" });
  gateway.fails = (path) => path === `/v1/volumes/${id}`;
  await page.goto(`${system.dashboardUrl}/volumes/${id}/settings`);
  const alert = page.getByRole("alert").filter({ hasText: "This page could not be loaded" });
  await expect(alert).toContainText(`request ${FAILED_REQUEST.slice(0, 8)}`);
  // The shell around it still leads elsewhere.
  await expect(page.getByRole("link", { name: /^Volumes/ }).first()).toBeVisible();
  await expectAccessible(page);
  await takePictures(page, "error-page");
  const again = alert.getByRole("button", { name: "Try again" });
  gateway.fails = nothingFails;
  await again.click();
  await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();
  await expect(alert).toBeHidden();
});

test("a console without a control plane says what to do, and opens once it is back", async ({ page }) => {
  gateway.fails = null;
  await page.goto(`${system.dashboardUrl}/volumes`);
  await expect(page.getByRole("heading", { level: 1, name: "The console could not be opened" })).toBeVisible();
  await expect(page.getByRole("alert").first()).toContainText("The control plane cannot be reached.");
  await expectAccessible(page);
  await takePictures(page, "error-console");
  gateway.fails = nothingFails;
  await page.getByRole("button", { name: "Try again" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Volumes" })).toBeVisible();
});

test("an address that leads to nothing says so, inside the shell", async ({ page }) => {
  for (const path of ["/volumes/vol_0000000000/files", "/nowhere/at/all"]) {
    await page.goto(`${system.dashboardUrl}${path}`);
    await expect(page.getByRole("heading", { level: 1, name: "There is nothing here" })).toBeVisible();
  }
  await expectAccessible(page);
  await takePictures(page, "not-found");
  await page.getByRole("link", { name: "Go to volumes" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Volumes" })).toBeVisible();
});
