import { expect } from "@playwright/test";
import { test } from "./support/test.ts";

test("what is typed before the palette's code has come is neither lost nor a shortcut", async ({
  page,
  system,
  volume,
}) => {
  await page.goto(`${system.dashboardUrl}/volumes`);
  await expect(page.getByRole("button", { name: `Actions for ${volume.name}` })).toBeVisible();
  const filter = page.getByRole("searchbox", { name: "Filter volumes by name" });
  await filter.focus();
  let arrive = () => {};
  const arrived = new Promise<void>((resolve) => {
    arrive = resolve;
  });
  await page.route("**/_next/static/**", async (route) => {
    await arrived;
    await route.continue();
  });

  // No wait between the keys; "/" alone would send the focus to the filter, "?" would show the shortcuts.
  await page.keyboard.press("ControlOrMeta+K");
  await page.keyboard.type("?/tea");
  const field = page.getByRole("dialog", { name: "Search and command" }).getByLabel("Commands");
  await expect(field).toHaveValue("?/tea");
  await page.keyboard.press("Escape");
  await expect(field).toBeHidden();
  await expect(filter).toBeFocused();
  await expect(filter).toHaveValue("");

  await page.keyboard.press("ControlOrMeta+K");
  await page.keyboard.type("tea");
  arrive();
  await expect(page.getByRole("option", { name: "Team" })).toBeVisible();
  await page.keyboard.type("m");
  await expect(page.getByRole("combobox", { name: "Commands" })).toHaveValue("team");
  await expect(page.getByRole("option", { name: "Team" })).toHaveAttribute("aria-selected", "true");
  await page.keyboard.press("Enter");
  await page.waitForURL((url) => url.pathname === "/team");

  // And once its code is here.
  await page.keyboard.press("ControlOrMeta+K");
  await page.keyboard.type("volumes");
  await expect(page.getByRole("combobox", { name: "Commands" })).toHaveValue("volumes");
  await page.keyboard.press("Escape");
});
