import { z } from "@hono/zod-openapi";
import { FileType } from "./files.ts";
import type { VolumePath } from "./paths.ts";
import { VolumePathInput } from "./volume-path.ts";

/** Entries of a folder that are named in one answer; the smaller ones are added up. */
export const MAX_USAGE_ENTRIES = 500;

/** What something takes with all below it, as `du` counts it: allocated bytes, and each hard link once. */
const Taken = z.object({
  used_bytes: z.int().nonnegative(),
  /** Files, directories and links; a directory itself is one. */
  inode_count: z.int().nonnegative(),
});
export type Taken = z.infer<typeof Taken>;

const UsageEntry = Taken.extend({
  name: z.string(),
  path: z.custom<VolumePath>((value) => typeof value === "string").openapi({ type: "string", example: "/datasets" }),
  type: FileType,
}).openapi("UsageEntry");
export type UsageEntry = z.infer<typeof UsageEntry>;

export const VolumeUsage = Taken.extend({
  path: z.custom<VolumePath>((value) => typeof value === "string").openapi({ type: "string", example: "/" }),
  /** What the list of names of the directory itself takes; nothing for the root, which is not counted. */
  own_bytes: z.int().nonnegative(),
  /** The largest first, at most 500. */
  entries: z.array(UsageEntry),
  /** What is in the directory besides, added up; null when every entry is named. */
  others: Taken.extend({ entries: z.int().positive() }).nullable(),
  /** What was deleted and can be restored; null below the root. */
  trash: Taken.nullable(),
  /** False when the count was ended before everything was looked at: every number is a least one then. */
  complete: z.boolean(),
}).openapi("VolumeUsage");
export type VolumeUsage = z.infer<typeof VolumeUsage>;

export const VolumeUsageQuery = z.object({ path: VolumePathInput.default("/" as VolumePath) });
