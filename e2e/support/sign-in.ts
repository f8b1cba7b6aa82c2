import type { Page } from "@playwright/test";
import type { StartedSystem } from "./start-system.ts";

export type Person = { email: string; password: string };
export const OWNER: Person = { email: "founder@example.com", password: "correct horse battery staple" };

/** Makes the first account over the API, as the setup page does. */
export async function setUp(system: Pick<StartedSystem, "apiUrl" | "setupUrl">, person: Person): Promise<void> {
  if (system.setupUrl === null) throw new Error("the system printed no setup link");
  const token = new URL(system.setupUrl).searchParams.get("token");
  const answer = await fetch(`${system.apiUrl}/v1/setup`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ token, ...person }),
  });
  if (!answer.ok) throw new Error(`setup was refused: ${await answer.text()}`);
}

/** An access token, as the dashboard gets one for a person who signs in. */
export async function accessTokenOf(system: Pick<StartedSystem, "apiUrl">, person: Person): Promise<string> {
  const answer = await fetch(`${system.apiUrl}/auth/v1/token?grant_type=password`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(person),
  });
  if (!answer.ok) throw new Error(`signing in was refused: ${await answer.text()}`);
  return (await answer.json()).access_token;
}

export async function signIn(page: Page, system: StartedSystem, person: Person): Promise<void> {
  await page.goto(`${system.dashboardUrl}/sign-in`);
  await page.getByLabel("Email").fill(person.email);
  await page.getByLabel("Password", { exact: true }).fill(person.password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.waitForURL((url) => url.pathname !== "/sign-in");
}
