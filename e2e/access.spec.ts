import { expect } from "@playwright/test";
import { childOf, ROOT } from "#lib/api/paths.ts";
import { OWNER } from "./support/sign-in.ts";
import { test } from "./support/test.ts";

const WATCH = "/api/sandboxes/sb_0000000000000000/watch?path=/";
const VIEWER = { email: "viewer@example.com", password: "another correct horse" };

test("nothing behind sign-in tells a stranger whether it exists, and a deep link survives sign-in", async ({
  browser,
  system,
  volume,
}) => {
  const context = await browser.newContext();
  const page = await context.newPage();
  const answers = [];
  for (const path of [`/volumes/${volume.id}/files`, "/volumes/vol_0000000000000000/files", "/nowhere", "/team"]) {
    const answer = await page.request.get(`${system.dashboardUrl}${path}`, { maxRedirects: 0 });
    answers.push([answer.status(), answer.headers().location?.replace(encodeURIComponent(path), "…")]);
  }
  expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
  for (const path of ["/api/v1/volumes", `/api/v1/volumes/${volume.id}/files`, "/api/events", WATCH])
    expect((await page.request.get(`${system.dashboardUrl}${path}`)).status(), path).toBe(401);

  const wanted = `/volumes/${volume.id}/files?path=%2F`;
  await page.goto(`${system.dashboardUrl}${wanted}`);
  await page.getByLabel("Email").fill(OWNER.email);
  await page.getByLabel("Password", { exact: true }).fill(OWNER.password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.waitForURL(new RegExp(`/volumes/${volume.id}/files`));
  const cookies = await context.cookies();
  expect(cookies.length).toBeGreaterThan(0);
  for (const cookie of cookies.filter(({ name }) => name.startsWith("nullspace"))) {
    expect(cookie.httpOnly).toBe(true);
    expect(cookie.sameSite).toBe("Lax");
  }
  await context.close();
});

test("someone invited as a viewer looks, and may change nothing", async ({ page, browser, system, volume }) => {
  await system.api.files.write(volume.id, childOf(ROOT, "read-me.txt"), "text");
  await page.goto(`${system.dashboardUrl}/team`);
  await page
    .getByRole("button", { name: /invite/i })
    .first()
    .click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Email").fill(VIEWER.email);
  await dialog.getByRole("combobox").click();
  await page.getByRole("option", { name: /viewer/i }).click();
  await dialog.getByRole("button", { name: "Make link" }).click();
  const link = await page
    .getByRole("dialog")
    .getByText(/\/invite/)
    .first()
    .textContent();
  expect(link).toContain(system.dashboardUrl);

  const context = await browser.newContext();
  const guest = await context.newPage();
  await guest.goto((link ?? "").trim());
  const email = guest.getByLabel("Email");
  if (await email.isEditable().catch(() => false)) await email.fill(VIEWER.email);
  await guest.getByLabel("Password", { exact: true }).fill(VIEWER.password);
  await guest.getByLabel("Password again").fill(VIEWER.password);
  await guest.getByRole("button", { name: /join|create/i }).click();
  await guest.waitForURL((url) => url.pathname === "/");
  await guest.goto(`${system.dashboardUrl}/volumes/${volume.id}/files`);
  const row = guest.getByRole("row", { name: /^read-me\.txt,/ });
  await row.click();
  await guest.keyboard.press("Delete");
  await guest.keyboard.press("F2");
  await expect(guest.getByRole("textbox", { name: /^New name/ })).toBeHidden();
  await expect(row).toBeVisible();
  expect((await system.api.files.exists(volume.id, childOf(ROOT, "read-me.txt"))).exists).toBe(true);
  const add = guest.getByRole("button", { name: "Add", exact: true });
  await expect(add).toBeDisabled();
  // The reason is for the keyboard too.
  await row.focus();
  await add.focus();
  await expect(guest.getByRole("tooltip")).toContainText("yours is viewer");
  await guest.goto(`${system.dashboardUrl}/sandboxes`);
  await guest.getByRole("searchbox").focus();
  await guest.getByRole("button", { name: "New sandbox" }).first().focus();
  await expect(guest.getByRole("tooltip")).toContainText("yours is viewer");

  await guest.goto(`${system.dashboardUrl}/team`);
  await guest.getByRole("button", { name: "Leave the team" }).click();
  await guest.getByRole("button", { name: "Leave", exact: true }).click();
  await expect(guest.getByRole("heading", { name: "You are in no team" })).toBeVisible();
  expect(
    (await guest.request.get(`${system.dashboardUrl}/api/v1/volumes/${volume.id}/files`)).status(),
  ).toBeGreaterThanOrEqual(400);
  await context.close();
});
