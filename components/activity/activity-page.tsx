"use client";
import { SearchX } from "lucide-react";
import { NotLiveNotice } from "#components/shell/not-live-notice.tsx";
import { Button } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { useAddress } from "#components/ui/use-address.ts";
import type { VolumeId } from "#lib/api/ids.ts";
import { ActivityFilters } from "./activity-filters.tsx";
import { activityUrl, filterOf } from "./activity-url.ts";
import { Story } from "./story.tsx";

/** @param volume whose page it stands on; without one it is the whole team's */
export function ActivityPage({ volume }: { volume?: VolumeId }) {
  const [view, setView] = useAddress(activityUrl);
  const filter = filterOf(volume === undefined ? view : { ...view, volume });
  const filtered = Object.values({ ...view, ...(volume !== undefined && { volume: null }) }).some(
    (value) => value !== null,
  );
  const clear = () => setView({ family: null, actor: null, volume: null, since: null });
  return (
    <>
      <div className="flex flex-wrap items-center gap-2 px-4 py-3">
        {volume === undefined ? (
          <h1 className="mr-auto text-title font-semibold max-sm:w-full">Activity</h1>
        ) : (
          <h2 className="sr-only">Activity</h2>
        )}
        <ActivityFilters view={view} onChange={setView} hasVolume={volume === undefined} />
        {filtered && (
          <Button variant="ghost" onClick={clear}>
            Clear
          </Button>
        )}
      </div>
      <NotLiveNotice className="mx-4 mb-3" />
      <div className="border-t">
        <Story
          key={JSON.stringify(filter)}
          scope={filter}
          empty={
            filtered ? (
              <EmptyState
                icon={<SearchX aria-hidden="true" />}
                title="Nothing passes the filter"
                action={<Button onClick={clear}>Clear the filter</Button>}
              >
                Whatever happens and passes it will appear here at once.
              </EmptyState>
            ) : undefined
          }
        />
      </div>
    </>
  );
}
