import { readFileSync } from "node:fs";
import { open, rename } from "node:fs/promises";
import { z } from "@hono/zod-openapi";
import type { Empty } from "./image-shape.ts";
import { CorruptImage } from "./superblock.ts";

/** The cap that an image is to hold its writers to, and what it takes when it is empty. */
export type CapFile = { capBytes: number; empty: Empty };

const count = z.number().int().nonnegative();
const CapFile = z.object({ capBytes: count, empty: z.object({ blocks: count, inodes: count }) });

/** @throws CorruptImage */
export function readCapFile(path: string): CapFile {
  try {
    return CapFile.parse(JSON.parse(readFileSync(path, "utf8")));
  } catch (error) {
    throw new CorruptImage(`${path} cannot be read`, { cause: error });
  }
}

/** Whole or not at all, and for good. */
export async function writeCapFile(path: string, cap: CapFile): Promise<void> {
  const file = await open(`${path}.new`, "w", 0o600);
  try {
    await file.writeFile(JSON.stringify(cap));
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(`${path}.new`, path);
}
