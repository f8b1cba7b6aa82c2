import { z } from "@hono/zod-openapi";
import { parseVolumePath, type VolumePath } from "./paths.ts";

/** A path inside a volume, parsed at the edge: handlers behind it never see a raw string. */
export const VolumePathInput = z
  .string()
  .transform((text, ctx): VolumePath => {
    const parsed = parseVolumePath(text);
    if (parsed.ok) return parsed.path;
    ctx.addIssue({ code: "custom", message: parsed.problem });
    return z.NEVER;
  })
  .openapi({
    type: "string",
    pattern: "^/",
    example: "/datasets/a.txt",
    description: "Absolute path inside the volume. `..` cannot lead above `/`.",
  });
