"use client";
import { useQuery } from "@tanstack/react-query";
import { Database, Plus, SearchX } from "lucide-react";
import dynamic from "next/dynamic";
import { useMemo, useRef, useState } from "react";
import { useCommands } from "#components/shell/command-palette/use-commands.ts";
import { Button } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { ErrorState } from "#components/ui/error-state.tsx";
import { useShortcuts } from "#components/ui/shortcuts/use-shortcuts.ts";
import { StaleNotice } from "#components/ui/stale-notice.tsx";
import { TryAgain } from "#components/ui/try-again.tsx";
import { untilLoaded } from "#components/ui/until-loaded.ts";
import { useAddress } from "#components/ui/use-address.ts";
import type { Role } from "#lib/api/identity.ts";
import { browserApi } from "#lib/queries/browser-api.ts";
import { volumeList } from "#lib/queries/volumes.ts";
import { createRefusal } from "./may-create.ts";
import { useHiddenColumns } from "./use-hidden-columns.ts";
import { VolumeCards } from "./volume-cards.tsx";
import { VolumesSkeleton } from "./volumes-skeleton.tsx";
import { VolumesTable } from "./volumes-table.tsx";
import { VolumesToolbar } from "./volumes-toolbar.tsx";
import { volumesUrl } from "./volumes-url.ts";
import { filterVolumes, type VolumeColumn } from "./volumes-view.ts";

const CreateVolumeDialog = dynamic(
  untilLoaded(() => import("./create-volume-dialog.tsx").then((loaded) => loaded.CreateVolumeDialog)),
  { loading: () => null },
);

export function VolumesPage({ role, initialHidden }: { role: Role; initialHidden: readonly VolumeColumn[] }) {
  const query = useQuery(volumeList(browserApi));
  const [view, setView] = useAddress(volumesUrl);
  const { hidden, show } = useHiddenColumns(initialHidden);
  const [creating, setCreating] = useState(false);
  const filterRef = useRef<HTMLInputElement>(null);
  const refusal = createRefusal(role);
  const shown = useMemo(
    () => filterVolumes(query.data ?? [], view.filter, view.status),
    [query.data, view.filter, view.status],
  );
  const sort = { by: view.sort, order: view.order };
  const clear = () => {
    setView({ filter: "", status: null });
    filterRef.current?.focus();
  };
  const create = () => setCreating(true);
  useShortcuts([
    { id: "volumes.new", keys: "N", scope: "Volumes", label: "New volume", enabled: refusal === null, run: create },
    { id: "volumes.filter", keys: "/", scope: "Volumes", label: "Filter", run: () => filterRef.current?.focus() },
  ]);
  useCommands("Create", [
    {
      id: "volumes.new",
      label: "New volume",
      icon: <Plus aria-hidden="true" />,
      keys: "N",
      reason: refusal,
      run: create,
    },
  ]);
  return (
    <>
      <VolumesToolbar
        filter={view.filter}
        onFilter={(filter) => setView({ filter })}
        filterRef={filterRef}
        status={view.status}
        onStatus={(status) => setView({ status })}
        hidden={hidden}
        onShowColumn={show}
        createRefusal={refusal}
        onCreate={create}
      />
      {query.data === undefined ? (
        query.isError ? (
          <ErrorState title="The volumes could not be loaded" error={query.error} action={<TryAgain query={query} />} />
        ) : (
          <VolumesSkeleton />
        )
      ) : (
        <>
          <StaleNotice query={query} />
          {query.data.length === 0 ? (
            <EmptyState
              icon={<Database aria-hidden="true" />}
              title="No volumes yet"
              action={
                <Button variant="primary" reason={refusal} onClick={create}>
                  New volume
                </Button>
              }
            >
              A volume holds files that outlive any sandbox. Fill it here by dropping files, over the API, or by
              mounting it; everyone in the team sees the same files.
            </EmptyState>
          ) : shown.length === 0 ? (
            <EmptyState
              icon={<SearchX aria-hidden="true" />}
              title="No volume matches"
              action={<Button onClick={clear}>Clear the filter</Button>}
            >
              None of the {query.data.length} volumes passes the filter.
            </EmptyState>
          ) : (
            <div className="@container border-t">
              <VolumesTable
                volumes={shown}
                hidden={hidden}
                sort={sort}
                onSort={({ by, order }) => setView({ sort: by, order })}
              />
              <VolumeCards volumes={shown} sort={sort} />
            </div>
          )}
        </>
      )}
      {creating && <CreateVolumeDialog onClose={() => setCreating(false)} />}
    </>
  );
}
