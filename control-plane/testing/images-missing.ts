import { mkdtemp, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { whyNoImages } from "../storage/image/why-no-images.ts";

/** Why this machine cannot keep volumes in images, printed; null when it can. */
export async function imagesMissing(): Promise<string | null> {
  const directory = await realpath(await mkdtemp(join(tmpdir(), "nullspace-images-")));
  const reason = await whyNoImages(directory);
  await rm(directory, { recursive: true });
  if (reason !== null) process.stdout.write(`skipped, no disk images here: ${reason}\n`);
  return reason;
}
