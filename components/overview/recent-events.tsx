"use client";
import { EventRow } from "#components/activity/event-row.tsx";
import { useStory } from "#components/activity/use-story.ts";
import { Box, Nothing } from "./box.tsx";
import { QueryBox } from "./query-box.tsx";
import { RECENT } from "./recent.ts";

const always = () => true;

/** The last that happened, live. */
export function RecentEvents() {
  const { query, events, fresh } = useStory({}, { limit: RECENT, mayGrow: always });
  return (
    <Box title="Recent activity" more={{ href: "/activity", label: "All activity" }}>
      <QueryBox
        query={{ ...query, data: events, refetch: () => query.refetch() }}
        title="The activity could not be loaded"
      >
        {(shown) =>
          shown.length === 0 ? (
            <Nothing>Nothing happened yet.</Nothing>
          ) : (
            <ol aria-label="Events">
              {shown.slice(0, RECENT).map((event) => (
                <EventRow key={event.id} event={event} fresh={fresh.has(event.id)} />
              ))}
            </ol>
          )
        }
      </QueryBox>
    </Box>
  );
}
