"use client";
import { useQuery } from "@tanstack/react-query";
import { Plus, SearchX } from "lucide-react";
import dynamic from "next/dynamic";
import { useMemo, useRef, useState } from "react";
import { useCommands } from "#components/shell/command-palette/use-commands.ts";
import { NotLiveNotice } from "#components/shell/not-live-notice.tsx";
import { Button } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { ErrorState } from "#components/ui/error-state.tsx";
import { ListToolbar } from "#components/ui/list-toolbar.tsx";
import { useShortcuts } from "#components/ui/shortcuts/use-shortcuts.ts";
import { StaleNotice } from "#components/ui/stale-notice.tsx";
import { TryAgain } from "#components/ui/try-again.tsx";
import { untilLoaded } from "#components/ui/until-loaded.ts";
import { useAddress } from "#components/ui/use-address.ts";
import { createRefusal } from "#components/volumes/may-create.ts";
import type { Role } from "#lib/api/identity.ts";
import { attachmentList } from "#lib/queries/attachments.ts";
import { browserApi } from "#lib/queries/browser-api.ts";
import { sandboxList } from "#lib/queries/sandboxes.ts";
import { EmptySandboxes } from "./empty-sandboxes.tsx";
import { RuntimeNotice } from "./runtime-notice.tsx";
import { SandboxCards } from "./sandbox-cards.tsx";
import { SandboxesSkeleton } from "./sandboxes-skeleton.tsx";
import { SandboxesTable } from "./sandboxes-table.tsx";
import { sandboxesUrl } from "./sandboxes-url.ts";
import { filterSandboxes, SANDBOX_STANDINGS } from "./sandboxes-view.ts";
import { useRuntime } from "./use-runtime.ts";

// Without a state of its own for loading it suspends the page around it, which would begin anew, a terminal too.
const CreateSandboxDialog = dynamic(
  untilLoaded(() => import("./create-sandbox-dialog.tsx").then((loaded) => loaded.CreateSandboxDialog)),
  { loading: () => null },
);

export function SandboxesPage({ role }: { role: Role }) {
  const query = useQuery(sandboxList(browserApi));
  const { data: attachments } = useQuery(attachmentList(browserApi));
  const { refusal: runtime } = useRuntime();
  const [{ filter, status }, setView] = useAddress(sandboxesUrl);
  const [creating, setCreating] = useState(false);
  const filterRef = useRef<HTMLInputElement>(null);
  const refusal = createRefusal(role) ?? runtime;
  const shown = useMemo(() => filterSandboxes(query.data ?? [], filter, status), [query.data, filter, status]);
  const bySandbox = useMemo(() => Map.groupBy(attachments ?? [], ({ sandbox_id }) => sandbox_id), [attachments]);
  const create = () => setCreating(true);
  const clear = () => {
    setView({ filter: "", status: null });
    filterRef.current?.focus();
  };
  useShortcuts([
    {
      id: "sandboxes.new",
      keys: "N",
      scope: "Sandboxes",
      label: "New sandbox",
      enabled: refusal === null,
      run: create,
    },
    { id: "sandboxes.filter", keys: "/", scope: "Sandboxes", label: "Filter", run: () => filterRef.current?.focus() },
  ]);
  useCommands("Create", [
    {
      id: "sandboxes.new",
      label: "New sandbox",
      icon: <Plus aria-hidden="true" />,
      keys: "N",
      reason: refusal,
      run: create,
    },
  ]);
  const newButton = (
    <Button variant="primary" reason={refusal} onClick={create}>
      <Plus className="size-4" aria-hidden="true" />
      New sandbox
    </Button>
  );
  const list = { sandboxes: shown, attachmentsOf: (id: (typeof shown)[number]["id"]) => bySandbox.get(id) ?? [] };
  return (
    <>
      <ListToolbar
        title="Sandboxes"
        filterLabel="Filter sandboxes by name, id, template or metadata"
        filter={filter}
        onFilter={(text) => setView({ filter: text })}
        filterRef={filterRef}
        statuses={SANDBOX_STANDINGS}
        status={status}
        onStatus={(standing) => setView({ status: standing })}
      >
        {newButton}
      </ListToolbar>
      <RuntimeNotice />
      {query.data === undefined ? (
        query.isError ? (
          <ErrorState
            title="The sandboxes could not be loaded"
            error={query.error}
            action={<TryAgain query={query} />}
          />
        ) : (
          <SandboxesSkeleton />
        )
      ) : (
        <>
          {query.isRefetchError ? <StaleNotice query={query} /> : <NotLiveNotice className="mx-4 mb-3" />}
          {query.data.length === 0 ? (
            <EmptySandboxes action={newButton} possible={runtime === null} />
          ) : shown.length === 0 ? (
            <EmptyState
              icon={<SearchX aria-hidden="true" />}
              title="No sandbox matches"
              action={<Button onClick={clear}>Clear the filter</Button>}
            >
              None of the {query.data.length} sandboxes passes the filter.
            </EmptyState>
          ) : (
            <div className="@container border-t">
              <SandboxesTable {...list} />
              <SandboxCards {...list} />
            </div>
          )}
        </>
      )}
      {creating && <CreateSandboxDialog onClose={() => setCreating(false)} />}
    </>
  );
}
