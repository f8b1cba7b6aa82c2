import type { ReactNode } from "react";
import { cn } from "./cn.ts";

/** A titled box of facts or settings. */
export function Section({
  title,
  note,
  action,
  danger = false,
  children,
}: {
  title: string;
  note?: ReactNode;
  action?: ReactNode;
  danger?: boolean;
  children: ReactNode;
}) {
  return (
    <section className="flex flex-col gap-2">
      <header className="flex items-center gap-3">
        <div className="min-w-0 flex-1">
          <h2 className={cn("font-semibold", danger && "text-bad")}>{title}</h2>
          {note && <p className="text-muted">{note}</p>}
        </div>
        {action}
      </header>
      <div className={cn("rounded-md border", danger ? "border-bad/50" : "border-line")}>{children}</div>
    </section>
  );
}

/** One line of a section: what it is, how it stands, and what that means. */
export function Fact({ label, note, children }: { label: string; note?: string; children: ReactNode }) {
  return (
    <div className="grid grid-cols-[minmax(140px,1fr)_2fr] items-start gap-x-4 gap-y-0.5 border-b px-3 py-2 last:border-b-0 max-sm:grid-cols-1">
      <div className="text-muted">{label}</div>
      <div className="min-w-0">
        <div>{children}</div>
        {note && <p className="mt-0.5 text-caption text-faint">{note}</p>}
      </div>
    </div>
  );
}
