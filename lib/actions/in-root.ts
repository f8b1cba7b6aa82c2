import { z } from "zod";
import type { FileRoot } from "#lib/api/file-root.ts";
import { SandboxId, VolumeId } from "#lib/api/ids.ts";

const Root: z.ZodType<FileRoot> = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("volume"), id: VolumeId }),
  z.object({ kind: z.literal("sandbox"), id: SandboxId }),
]);

/** What every action on files takes: whose they are. */
export const InRoot = z.object({ root: Root });
