"use client";
import type { Route } from "next";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { cn } from "./cn.ts";

type Tab = {
  href: string;
  label: string;
  /** Where it begins, as a query: not part of what it is. */
  query?: string;
  /** Its address is the beginning of the others' addresses. */
  exact?: boolean;
};

/** Tabs that are pages: each has its address. */
export function LinkTabs({ tabs, label }: { tabs: readonly Tab[]; label: string }) {
  const path = usePathname();
  return (
    <nav aria-label={label} className="-mb-px flex gap-4 overflow-x-auto">
      {tabs.map((tab) => {
        const current = path === tab.href || (tab.exact !== true && path.startsWith(`${tab.href}/`));
        return (
          <Link
            key={tab.href}
            href={`${tab.href}${tab.query ?? ""}` as Route}
            aria-current={current ? "page" : undefined}
            className={cn(
              "border-b-2 pt-1 pb-1.5 font-medium transition-colors focus-visible:-outline-offset-2",
              current ? "border-accent text-ink" : "border-transparent text-muted hover:text-ink",
            )}
          >
            {tab.label}
          </Link>
        );
      })}
    </nav>
  );
}
