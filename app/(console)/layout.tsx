import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { NoTeam } from "#components/account/no-team.tsx";
import { AlertToasts } from "#components/alerts/alert-toasts.tsx";
import { CommandPalette } from "#components/shell/command-palette/command-palette.tsx";
import { PaletteButton } from "#components/shell/command-palette/palette-button.tsx";
import { FollowLive } from "#components/shell/follow-live.tsx";
import { Nav } from "#components/shell/nav.tsx";
import { TeamHead } from "#components/shell/team-head.tsx";
import { TopBar } from "#components/shell/top-bar.tsx";
import { ErrorState } from "#components/ui/error-state.tsx";
import { ReloadButton } from "#components/ui/reload-button.tsx";
import { Shortcuts } from "#components/ui/shortcuts/shortcuts.tsx";
import { UploadsProvider } from "#components/uploads/uploads-provider.tsx";
import { UploadsTray } from "#components/uploads/uploads-tray.tsx";
import { ApiError } from "#lib/api/api-error.ts";
import { callerApi } from "#lib/auth/caller-api.ts";
import { requirePerson } from "#lib/auth/require-person.ts";
import { openAlerts } from "#lib/queries/alerts.ts";
import { createQueryClient } from "#lib/queries/query-client.ts";
import { sandboxList } from "#lib/queries/sandboxes.ts";
import { volumeList } from "#lib/queries/volumes.ts";

/** Behind sign-in. Every page below asks for the person itself as well. */
export default async function ConsoleLayout({ children }: { children: ReactNode }) {
  const person = await requirePerson().catch((error: unknown) => {
    if (error instanceof ApiError) return error;
    throw error;
  });
  if (person instanceof ApiError)
    return (
      <main className="pt-[12vh]">
        <ErrorState heading="h1" title="The console could not be opened" error={person} action={<ReloadButton />} />
      </main>
    );
  const { email, team } = person;
  if (team === null) return <NoTeam email={email} />;
  const cache = createQueryClient();
  const api = await callerApi();
  await Promise.all([
    cache.prefetchQuery(volumeList(api)),
    cache.prefetchQuery(sandboxList(api)),
    cache.prefetchQuery(openAlerts(api)),
  ]);
  return (
    <HydrationBoundary state={dehydrate(cache)}>
      <a
        href="#content"
        className="sr-only z-50 rounded-md bg-panel px-3 py-2 focus:not-sr-only focus:fixed focus:top-2 focus:left-2"
      >
        Skip to content
      </a>
      <UploadsProvider>
        <div className="flex h-dvh">
          <aside className="flex w-55 shrink-0 flex-col border-r bg-canvas max-md:hidden">
            <TeamHead team={team.name} />
            <Nav />
          </aside>
          <div className="flex min-w-0 flex-1 flex-col bg-panel">
            <TopBar email={email} team={team.name} role={team.role} search={<PaletteButton />} />
            <main id="content" tabIndex={-1} className="flex min-h-0 flex-1 flex-col overflow-y-auto outline-none">
              {children}
            </main>
            <UploadsTray />
          </div>
        </div>
        <CommandPalette />
      </UploadsProvider>
      <Shortcuts />
      <FollowLive />
      <AlertToasts />
    </HydrationBoundary>
  );
}
