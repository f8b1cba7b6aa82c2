"use client";
import { useQuery } from "@tanstack/react-query";
import { Database, Users } from "lucide-react";
import { usePathname } from "next/navigation";
import { cn } from "#components/ui/cn.ts";
import { IntentLink } from "#components/ui/intent-link.tsx";
import { browserApi } from "#lib/queries/browser-api.ts";
import { volumeList } from "#lib/queries/volumes.ts";

const PAGES = [
  { href: "/volumes", label: "Volumes", icon: Database },
  { href: "/team", label: "Team", icon: Users },
] as const;

/** The pages of the console. `onNavigate` closes the sheet that holds it on a phone. */
export function Nav({ onNavigate }: { onNavigate?: () => void }) {
  const path = usePathname();
  const { data: volumes } = useQuery(volumeList(browserApi));
  return (
    <nav aria-label="Console" className="flex flex-col gap-px px-2">
      {PAGES.map(({ href, label, icon: Icon }) => {
        const current = path === href || path.startsWith(`${href}/`);
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
            {href === "/volumes" && volumes && volumes.length > 0 && (
              <span className="ml-auto text-caption text-muted">
                {volumes.length.toLocaleString("en")}
                <span className="sr-only"> volumes</span>
              </span>
            )}
          </IntentLink>
        );
      })}
    </nav>
  );
}
