"use client";

import { useQuery } from "@tanstack/react-query";
import { Activity, Box, HardDrive, LayoutDashboard, LogOut, Monitor, Moon, Plug, Sun, Users } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTheme } from "next-themes";
import { sandboxHref } from "#components/sandboxes/sandbox-href.ts";
import { sandboxName } from "#components/sandboxes/sandbox-name.ts";
import { toastFailure } from "#components/ui/toast-failure.tsx";
import { perform } from "#components/ui/use-act.ts";
import { signOutAction } from "#lib/actions/session.ts";
import { browserApi } from "#lib/queries/browser-api.ts";
import { sandboxList } from "#lib/queries/sandboxes.ts";
import { volumeList } from "#lib/queries/volumes.ts";
import type { CommandGroup } from "./commands.ts";

const signOut = () =>
  perform(signOutAction, undefined).then(
    // A new page, so that nothing of this session stays in memory.
    () => window.location.assign("/sign-in"),
    (error: unknown) => toastFailure("You are still signed in", error),
  );

/** What the palette offers on every page: pages, volumes and sandboxes by name, the theme, the way out. */
export function useNavigation(): readonly CommandGroup[] {
  const router = useRouter();
  const { setTheme } = useTheme();
  const { data: volumes = [] } = useQuery(volumeList(browserApi));
  const { data: sandboxes = [] } = useQuery(sandboxList(browserApi));
  return [
    {
      name: "Volumes",
      commands: volumes.map(({ id, name }) => ({
        id: `volume.${id}`,
        label: name,
        icon: <HardDrive aria-hidden="true" />,
        keywords: ["volume", "files", id],
        run: () => router.push(`/volumes/${id}/files`),
      })),
    },
    {
      name: "Sandboxes",
      commands: sandboxes.map((sandbox) => ({
        id: `sandbox.${sandbox.id}`,
        label: sandboxName(sandbox),
        icon: <Box aria-hidden="true" />,
        keywords: ["sandbox", sandbox.id, sandbox.template],
        run: () => router.push(sandboxHref(sandbox.id)),
      })),
    },
    {
      name: "Pages",
      commands: [
        {
          id: "page.overview",
          label: "Overview",
          icon: <LayoutDashboard aria-hidden="true" />,
          keywords: ["alerts", "health"],
          run: () => router.push("/"),
        },
        {
          id: "page.volumes",
          label: "Volumes",
          icon: <HardDrive aria-hidden="true" />,
          run: () => router.push("/volumes"),
        },
        {
          id: "page.sandboxes",
          label: "Sandboxes",
          icon: <Box aria-hidden="true" />,
          run: () => router.push("/sandboxes"),
        },
        {
          id: "page.activity",
          label: "Activity",
          icon: <Activity aria-hidden="true" />,
          keywords: ["events", "audit", "history"],
          run: () => router.push("/activity"),
        },
        {
          id: "page.attachments",
          label: "Attachments",
          icon: <Plug aria-hidden="true" />,
          keywords: ["mounts"],
          run: () => router.push("/attachments"),
        },
        {
          id: "page.team",
          label: "Team",
          icon: <Users aria-hidden="true" />,
          keywords: ["members", "invitations", "keys", "webhooks"],
          run: () => router.push("/team"),
        },
      ],
    },
    {
      name: "Theme",
      commands: [
        {
          id: "theme.system",
          label: "Theme of the system",
          icon: <Monitor aria-hidden="true" />,
          run: () => setTheme("system"),
        },
        { id: "theme.light", label: "Light theme", icon: <Sun aria-hidden="true" />, run: () => setTheme("light") },
        { id: "theme.dark", label: "Dark theme", icon: <Moon aria-hidden="true" />, run: () => setTheme("dark") },
      ],
    },
    {
      name: "Account",
      commands: [
        {
          id: "account.signOut",
          label: "Sign out",
          icon: <LogOut aria-hidden="true" />,
          keywords: ["log out"],
          run: signOut,
        },
      ],
    },
  ];
}
