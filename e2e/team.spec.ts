import { expect } from "@playwright/test";
import { test } from "./support/test.ts";

test("the team is renamed, keys are made, rotated and revoked, an invitation is taken back", async ({
  page,
  browser,
  system,
}) => {
  const callWith = async (key: string) =>
    (await fetch(`${system.apiUrl}/v1/volumes`, { headers: { authorization: `Bearer ${key}` } })).status;
  const dialog = page.getByRole("dialog");
  /** The secret of the dialog that shows it once; closes it. */
  const takeSecret = async () => {
    const secret = (await dialog.getByText(/^ns_live_[0-9a-f]{32}$/).textContent()) ?? "";
    await dialog.getByRole("button", { name: "I have copied it" }).click();
    await expect(dialog).toBeHidden();
    return secret;
  };
  await page.goto(`${system.dashboardUrl}/team`);
  await expect(page.getByText("Live", { exact: true }).first()).toBeVisible();

  const name = page.getByRole("textbox", { name: "Name of the team" });
  await name.fill("Data people");
  await name.press("Enter");
  await expect(page.getByText("The team is called Data people now")).toBeVisible();
  await page.reload();
  await expect(name).toHaveValue("Data people");

  await page.getByRole("button", { name: "New key" }).click();
  const create = dialog.getByRole("button", { name: "Create key" });
  await create.focus();
  await expect(page.getByRole("tooltip")).toContainText("A key needs a name");
  await dialog.getByLabel("Name").fill("nightly");
  await create.click();
  const first = await takeSecret();
  expect(await callWith(first)).toBe(200);

  const actions = page.getByRole("button", { name: "Actions for nightly" });
  await actions.click();
  await page.getByRole("menuitem", { name: "Rotate…" }).click();
  await page.getByRole("button", { name: "Rotate key" }).click();
  const second = await takeSecret();
  expect(second).not.toBe(first);
  // Both hold for now, so that the new one can be put in place.
  expect([await callWith(first), await callWith(second)]).toEqual([200, 200]);

  const row = page.getByRole("listitem").filter({ hasText: second.slice(0, 12) });
  await row.getByRole("button", { name: "Actions for nightly" }).click();
  await page.getByRole("menuitem", { name: "Revoke…" }).click();
  await page.getByRole("button", { name: "Revoke key" }).click();
  await expect(row).toBeHidden();
  await expect.poll(() => callWith(second)).toBe(401);
  expect(await callWith(first)).toBe(200);

  await page.getByRole("button", { name: "Invite" }).click();
  await dialog.getByLabel("Email").fill("late@example.com");
  await dialog.getByRole("button", { name: "Make link" }).click();
  const link = (await dialog.getByText(/\/invite/).textContent()) ?? "";
  await dialog.getByRole("button", { name: "I have copied it" }).click();
  await page.getByRole("button", { name: "Take back the invitation for late@example.com" }).click();
  await expect(page.getByText("late@example.com")).toBeHidden();
  const context = await browser.newContext();
  const guest = await context.newPage();
  await expect(async () => {
    await guest.goto(link.trim());
    await expect(guest.getByRole("heading", { name: "This invitation does not hold" })).toBeVisible({ timeout: 1000 });
  }).toPass();
  await context.close();
});
