import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { Page } from "@playwright/test";

const DIRECTORY = join(import.meta.dirname, "../../test-results/pictures");
const WIDTHS = [1440, 1024, 390] as const;

/** Leaves a picture of the page in light and dark, as wide as a desk, a small laptop and a phone. */
export async function takePictures(page: Page, name: string): Promise<void> {
  await mkdir(DIRECTORY, { recursive: true });
  const before = page.viewportSize();
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    for (const width of WIDTHS) {
      await page.setViewportSize({ width, height: width === 390 ? 844 : 900 });
      await page.screenshot({ path: join(DIRECTORY, `${name}-${colorScheme}-${width}.png`), animations: "disabled" });
    }
  }
  await page.emulateMedia({ colorScheme: "light" });
  if (before !== null) await page.setViewportSize(before);
}
