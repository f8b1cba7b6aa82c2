"use client";
import { useQuery } from "@tanstack/react-query";
import { Activity, Box, Database, LayoutDashboard, Users } from "lucide-react";
import { usePathname } from "next/navigation";
import { cn } from "#components/ui/cn.ts";
import { IntentLink } from "#components/ui/intent-link.tsx";
import { browserApi } from "#lib/queries/browser-api.ts";
import { sandboxList } from "#lib/queries/sandboxes.ts";
import { volumeList } from "#lib/queries/volumes.ts";

const PAGES = [
  { href: "/", label: "Overview", icon: LayoutDashboard },
  { href: "/volumes", label: "Volumes", icon: Database },
  { href: "/sandboxes", label: "Sandboxes", icon: Box },
  { href: "/activity", label: "Activity", icon: Activity },
  { href: "/team", label: "Team", icon: Users },
] as const;

/** The pages of the console. `onNavigate` closes the sheet that holds it on a phone. */
export function Nav({ onNavigate }: { onNavigate?: () => void }) {
  const path = usePathname();
  const counts: Record<string, number | undefined> = {
    "/volumes": useQuery(volumeList(browserApi)).data?.length,
    "/sandboxes": useQuery(sandboxList(browserApi)).data?.length,
  };
  return (
    <nav aria-label="Console" className="flex flex-col gap-px px-2">
      {PAGES.map(({ href, label, icon: Icon }) => {
        const current = path === href || (href !== "/" && path.startsWith(`${href}/`));
        const count = counts[href] ?? 0;
        return (
          <IntentLink
            key={href}
            href={href}
            onClick={onNavigate}
            aria-current={current ? "page" : undefined}
            className={cn(
              "flex h-8 items-center gap-2 rounded-md px-2 font-medium transition-colors max-md:h-10",
              current ? "bg-active text-ink" : "text-muted hover:bg-hover hover:text-ink",
            )}
          >
            <Icon className={cn("size-4", current ? "text-ink" : "text-faint")} aria-hidden="true" />
            {label}
            {count > 0 && (
              <span className="ml-auto text-caption text-muted">
                {count.toLocaleString("en")}
                <span className="sr-only"> {label.toLowerCase()}</span>
              </span>
            )}
          </IntentLink>
        );
      })}
    </nav>
  );
}
