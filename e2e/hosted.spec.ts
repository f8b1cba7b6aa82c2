import { expect, test } from "@playwright/test";
import { childOf, ROOT } from "#lib/api/paths.ts";
import { OWNER, setUp } from "./support/sign-in.ts";
import { startDashboardBehindTls } from "./support/start-dashboard.ts";
import { freePorts, startSystem } from "./support/start-system.ts";

test("a dashboard of its own opens a hosted control plane with its key, for those it names, by Secure cookies", async ({
  page,
  context,
}) => {
  const [port = 0] = await freePorts(1);
  const origin = `http://localhost:${port}`;
  // One knows the volumes and not the people, the other the people and not the volumes.
  const hosted = await startSystem({ NULLSPACE_DASHBOARD_ORIGINS: origin });
  const people = await startSystem();
  await setUp(people, OWNER);
  const settings = {
    NULLSPACE_API_URL: hosted.apiUrl,
    NULLSPACE_API_KEY: hosted.apiKey,
    NULLSPACE_AUTH_URL: people.apiUrl,
  };
  const signIn = async () => {
    await page.goto(`${origin}/sign-in`);
    await page.getByLabel("Email").fill(OWNER.email);
    await page.getByLabel("Password", { exact: true }).fill(OWNER.password);
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.waitForURL((url) => url.pathname !== "/sign-in");
  };
  const volume = await hosted.api.volumes.create({ name: "hosted-data" });
  await hosted.api.files.write(volume.id, childOf(ROOT, "there.txt"), "hosted");

  const stranger = await startDashboardBehindTls(port, { ...settings, NULLSPACE_ALLOWED_EMAILS: "@elsewhere.example" });
  await signIn();
  await page.goto(`${origin}/volumes`);
  await expect(page.getByText("hosted-data")).toBeHidden();
  expect((await page.request.get(`${origin}/api/v1/volumes`)).status()).toBe(403);
  await stranger.stop();
  await context.clearCookies();

  const named = await startDashboardBehindTls(port, { ...settings, NULLSPACE_ALLOWED_EMAILS: "@example.com" });
  await signIn();
  const sessions = (await context.cookies()).filter(({ name }) => name.startsWith("nullspace"));
  expect(sessions.length).toBeGreaterThan(0);
  for (const cookie of sessions) expect(cookie).toMatchObject({ secure: true, httpOnly: true, sameSite: "Lax" });
  // The key stays on the server: nothing that the browser was sent has it.
  expect(await page.content()).not.toContain(hosted.apiKey);

  await page.goto(`${origin}/volumes/${volume.id}/files`);
  await expect(page.getByRole("row", { name: /^there\.txt,/ })).toBeVisible();
  await expect(page.getByText("Live", { exact: true })).toBeVisible();
  const chooser = page.waitForEvent("filechooser");
  await page.getByRole("button", { name: "Add", exact: true }).click();
  await page.getByRole("menuitem", { name: "Upload files" }).click();
  await (await chooser).setFiles({ name: "sent.txt", mimeType: "text/plain", buffer: Buffer.from("by grant") });
  await expect(page.getByRole("row", { name: /^sent\.txt,/ })).toBeVisible();
  expect((await hosted.api.files.read(volume.id, childOf(ROOT, "sent.txt"), "utf8")).content).toBe("by grant");

  await named.stop();
  await hosted.stop();
  await people.stop();
});
