import type { Route } from "next";
import type { ReactNode } from "react";
import { cn } from "#components/ui/cn.ts";
import { IntentLink } from "#components/ui/intent-link.tsx";

type BoxProps = {
  title: string;
  /** Where there is more of it. */
  more?: { href: string; label: string };
  className?: string;
  children: ReactNode;
};

/** A titled part of the overview. */
export function Box({ title, more, className, children }: BoxProps) {
  return (
    <section className={cn("flex min-w-0 flex-col gap-2", className)}>
      <header className="flex h-5 items-center justify-between gap-3">
        <h2 className="font-semibold">{title}</h2>
        {more && (
          <IntentLink
            href={more.href as Route}
            className="rounded-sm text-caption text-muted underline-offset-2 hover:text-ink hover:underline"
          >
            {more.label}
          </IntentLink>
        )}
      </header>
      <div className="min-w-0 flex-1 overflow-hidden rounded-md border">{children}</div>
    </section>
  );
}

/** Where a part has nothing to list. */
export const Nothing = ({ children }: { children: ReactNode }) => (
  <p className="flex min-h-8 items-center gap-2 px-3 py-1.5 text-muted">{children}</p>
);
