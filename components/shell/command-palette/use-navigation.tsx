"use client";

import { useQuery } from "@tanstack/react-query";
import { HardDrive, LogOut, Monitor, Moon, Sun, Users } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTheme } from "next-themes";
import { toastFailure } from "#components/ui/toast-failure.tsx";
import { perform } from "#components/ui/use-act.ts";
import { signOutAction } from "#lib/actions/session.ts";
import { browserApi } from "#lib/queries/browser-api.ts";
import { volumeList } from "#lib/queries/volumes.ts";
import type { CommandGroup } from "./commands.ts";

const signOut = () =>
  perform(signOutAction, undefined).then(
    // A new page, so that nothing of this session stays in memory.
    () => window.location.assign("/sign-in"),
    (error: unknown) => toastFailure("You are still signed in", error),
  );

/** What the palette offers on every page: pages, volumes by name, the theme, the way out. */
export function useNavigation(): readonly CommandGroup[] {
  const router = useRouter();
  const { setTheme } = useTheme();
  const { data: volumes = [] } = useQuery(volumeList(browserApi));
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
      name: "Pages",
      commands: [
        {
          id: "page.volumes",
          label: "Volumes",
          icon: <HardDrive aria-hidden="true" />,
          run: () => router.push("/volumes"),
        },
        {
          id: "page.team",
          label: "Team",
          icon: <Users aria-hidden="true" />,
          keywords: ["members", "invitations", "keys"],
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
