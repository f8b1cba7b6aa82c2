"use client";
import { useQuery } from "@tanstack/react-query";
import { useIsLive } from "#components/attachments/use-is-live.ts";
import { useRuntime } from "#components/sandboxes/use-runtime.ts";
import { NotLiveNotice } from "#components/shell/not-live-notice.tsx";
import type { Role } from "#lib/api/identity.ts";
import { overviewCounts } from "#lib/queries/alerts.ts";
import { browserApi } from "#lib/queries/browser-api.ts";
import { volumeList } from "#lib/queries/volumes.ts";
import { Box, Nothing } from "./box.tsx";
import { CountList } from "./count-list.tsx";
import { attachmentLines, sandboxLines } from "./counts.ts";
import { FirstSteps } from "./first-steps.tsx";
import { FullVolumes } from "./full-volumes.tsx";
import { OpenAlerts, OverAlerts } from "./open-alerts.tsx";
import { QueryBox } from "./query-box.tsx";
import { RecentEvents } from "./recent-events.tsx";

/** How everything stands, on one screen: what is wrong first. */
export function OverviewPage({ role }: { role: Role }) {
  const live = useIsLive();
  const counts = useQuery(overviewCounts(browserApi));
  const { data: volumes } = useQuery(volumeList(browserApi));
  const { refusal } = useRuntime();
  const empty = volumes?.length === 0 && counts.data?.sandboxes.length === 0;
  return (
    <div className="@container flex flex-col gap-6 px-4 pt-3 pb-12">
      <h1 className="flex h-8 items-center text-title font-semibold">Overview</h1>
      <NotLiveNotice className="-mt-3" />
      {empty && <FirstSteps role={role} />}
      {!empty && <OpenAlerts live={live} />}
      {!empty && (
        <div className="grid gap-6 @2xl:grid-cols-2 @5xl:grid-cols-4">
          <FullVolumes live={live} className="@2xl:col-span-2" />
          <Box title="Attachments" more={{ href: "/attachments", label: "All attachments" }}>
            <QueryBox query={counts} title="The attachments could not be counted">
              {(overview) =>
                overview.attachments.length === 0 ? (
                  <Nothing>No volume is mounted anywhere.</Nothing>
                ) : (
                  <CountList lines={attachmentLines(overview, live)} />
                )
              }
            </QueryBox>
          </Box>
          <Box title="Sandboxes" more={{ href: "/sandboxes", label: "All sandboxes" }}>
            <QueryBox query={counts} title="The sandboxes could not be counted">
              {(overview) =>
                overview.sandboxes.length === 0 ? (
                  <Nothing>{refusal ?? "There is no sandbox."}</Nothing>
                ) : (
                  <CountList lines={sandboxLines(overview, live)} />
                )
              }
            </QueryBox>
          </Box>
        </div>
      )}
      {!empty && <OverAlerts />}
      <RecentEvents />
    </div>
  );
}
