import { expect } from "@playwright/test";
import { childOf, ROOT } from "#lib/api/paths.ts";
import { test } from "./support/test.ts";

test("one stream serves all tabs, and when its tab closes the next one goes on without a gap", async ({
  page,
  context,
  system,
  volume,
}) => {
  const streams: string[] = [];
  context.on("request", (request) => {
    if (request.url().includes("/api/events")) streams.push(request.url());
  });
  const files = `${system.dashboardUrl}/volumes/${volume.id}/files`;
  const live = (tab: typeof page) => tab.getByText("Live", { exact: true }).first();
  const row = (tab: typeof page, name: string) => tab.getByRole("row", { name: new RegExp(`^${name},`) });
  await page.goto(files);
  await expect(live(page)).toBeVisible();
  const second = await context.newPage();
  streams.length = 0;
  await second.goto(files);
  await expect(live(second)).toBeVisible();
  await system.api.files.write(volume.id, childOf(ROOT, "both"), "1");
  await expect(row(page, "both")).toBeVisible();
  await expect(row(second, "both")).toBeVisible();
  expect(streams).toEqual([]);

  // What happens while nobody listens is told to the tab that goes on.
  await page.close();
  await system.api.files.write(volume.id, childOf(ROOT, "after"), "2");
  await expect(row(second, "after")).toBeVisible();
  await expect(live(second)).toBeVisible();
  expect(streams).toHaveLength(1);
  expect(streams[0]).toContain("after=");
});
