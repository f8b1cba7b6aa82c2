import { and, eq, gte, inArray, isNull, or, sql } from "drizzle-orm";
import type { AlertKind } from "#lib/api/alerts.ts";
import type { VolumeId } from "#lib/api/ids.ts";
import type { Context } from "../context.ts";
import { volumes } from "../db/schema.ts";
import { capInForce } from "../volumes/cap-in-force.ts";
import { volumeColumns } from "../volumes/find-volume.ts";
import type { Finding } from "./finding.ts";
import { LEAST_LEVEL, usageLevel } from "./usage-level.ts";

const WORDS = {
  volume_over_80: {
    share: "80 %",
    remedy: "Delete files, empty its trash, or ask the operator for a larger cap.",
  },
  volume_over_95: {
    share: "95 %",
    remedy: "Writes that would pass the cap are refused: delete files, empty its trash, or ask for a larger cap.",
  },
} as const;

const isLevel = (kind: AlertKind | null): kind is keyof typeof WORDS => kind !== null && kind in WORDS;

/**
 * The volumes that are near their cap, and those that were.
 * @param open the kinds of the open alerts by what they are about
 */
export async function lookAtVolumes(ctx: Context, open: ReadonlyMap<string, AlertKind>): Promise<Finding[]> {
  const cap = sql`coalesce(${volumes.maxSizeBytes}, (select volume_cap_bytes from nullspace.teams where id = ${ctx.team}), ${ctx.system.config.volumeCapBytes}::bigint)`;
  const rows = await ctx.system.database.queries
    .select(volumeColumns)
    .from(volumes)
    .where(
      and(
        eq(volumes.teamId, ctx.team),
        isNull(volumes.deletedAt),
        or(
          gte(volumes.usedBytes, sql`${LEAST_LEVEL}::numeric * ${cap}`),
          // An id of another thing is none of a volume.
          inArray(volumes.id, [...open.keys()] as VolumeId[]),
        ),
      ),
    );
  return rows.map((row) => {
    const before = open.get(row.id) ?? null;
    const level = usageLevel(row.usedBytes, capInForce(ctx, row).bytes, before);
    const share = isLevel(before) ? WORDS[before].share : "80 %";
    return {
      subject: row.id,
      subjectName: row.name,
      volumeId: row.id,
      wrong: level && {
        kind: level,
        message: `${row.name} is over ${WORDS[level].share} of its cap. ${WORDS[level].remedy}`,
      },
      over:
        before === "volume_over_80" && level === "volume_over_95"
          ? `${row.name} is over 95 % of its cap now.`
          : `${row.name} is below ${share} of its cap again.`,
    };
  });
}
