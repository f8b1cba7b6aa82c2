"use client";
import { useQuery } from "@tanstack/react-query";
import { IntentLink } from "#components/ui/intent-link.tsx";
import { Meter } from "#components/ui/meter.tsx";
import { MiddleTruncate } from "#components/ui/middle-truncate.tsx";
import { Status } from "#components/ui/status.tsx";
import { usageOf } from "#components/ui/usage.ts";
import { volumeHref } from "#components/volumes/volume-href.ts";
import type { Volume } from "#lib/api/volumes.ts";
import { browserApi } from "#lib/queries/browser-api.ts";
import { volumeList } from "#lib/queries/volumes.ts";
import { Box, Nothing } from "./box.tsx";
import { QueryBox } from "./query-box.tsx";

const SHOWN = 6;

const shareOf = ({ used_bytes, max_size_bytes }: Volume) => (max_size_bytes === null ? 0 : used_bytes / max_size_bytes);

/** The fullest volumes; above them, whether any is near its cap. */
export function FullVolumes({ live, className }: { live: boolean; className?: string }) {
  const query = useQuery(volumeList(browserApi));
  return (
    <Box title="Volumes near their cap" more={{ href: "/volumes", label: "All volumes" }} className={className}>
      <QueryBox query={query} title="The volumes could not be loaded">
        {(volumes) => {
          const fullest = volumes.toSorted((a, b) => shareOf(b) - shareOf(a));
          const filled = fullest.filter((one) => shareOf(one) > 0);
          const near = fullest.filter((one) => usageOf(one.used_bytes, one.max_size_bytes).tone !== "calm");
          return (
            <>
              {near.length === 0 && (
                <Nothing>
                  <Status tone={live ? "ok" : "idle"}>{live ? "None is over 80 %." : "None was over 80 %."}</Status>
                  {filled.length > 0 && <span className="text-faint">The fullest:</span>}
                </Nothing>
              )}
              <ul>
                {(near.length > 0 ? near : filled).slice(0, SHOWN).map((volume) => (
                  <li key={volume.id} className="border-t first:border-t-0">
                    <IntentLink
                      href={volumeHref(volume.id)}
                      className="flex min-h-8 items-center justify-between gap-4 px-3 py-1 transition-colors hover:bg-hover focus-visible:-outline-offset-2 max-sm:flex-col max-sm:items-start max-sm:gap-0"
                    >
                      <MiddleTruncate text={volume.name} className="font-medium" />
                      <Meter
                        label={`Usage of ${volume.name}`}
                        used={volume.used_bytes}
                        cap={volume.max_size_bytes}
                        className="sm:w-72 sm:shrink-0"
                      />
                    </IntentLink>
                  </li>
                ))}
              </ul>
              {near.length > SHOWN && <Nothing>and {near.length - SHOWN} more</Nothing>}
            </>
          );
        }}
      </QueryBox>
    </Box>
  );
}
