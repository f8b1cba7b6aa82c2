import type { ReactNode } from "react";
import { AlertsBell } from "#components/alerts/alerts-bell.tsx";
import { AccountMenu } from "./account-menu.tsx";
import { Breadcrumbs } from "./breadcrumbs.tsx";
import { LiveMark } from "./live-mark.tsx";
import { NavSheet } from "./nav-sheet.tsx";
import { ThemeMenu } from "./theme-menu.tsx";

type TopBarProps = { email: string; team: string; role: string; search: ReactNode };

export function TopBar({ email, team, role, search }: TopBarProps) {
  return (
    <header className="flex h-12 shrink-0 items-center gap-2 border-b bg-panel px-4">
      <NavSheet team={team} />
      <Breadcrumbs />
      {search}
      <LiveMark />
      <AlertsBell />
      <ThemeMenu />
      <AccountMenu email={email} team={team} role={role} />
    </header>
  );
}
