import type { ReactNode } from "react";
import { cn } from "./cn.ts";

type EmptyStateProps = {
  icon?: ReactNode;
  title: string;
  /** `h1` where nothing else on the page is one. */
  heading?: "h1" | "h2";
  /** What belongs here, and how it gets here. */
  children?: ReactNode;
  /** The next useful act. */
  action?: ReactNode;
  className?: string;
};

/** Where a list has nothing to show: it teaches, or clears the filter. */
export function EmptyState({ icon, title, heading: Heading = "h2", children, action, className }: EmptyStateProps) {
  return (
    <div className={cn("flex flex-col items-center gap-3 px-6 py-16 text-center", className)}>
      {icon && <div className="text-faint [&_svg]:size-6">{icon}</div>}
      <div className="flex max-w-md flex-col gap-1">
        <Heading className="font-semibold">{title}</Heading>
        {children && <div className="text-muted">{children}</div>}
      </div>
      {action}
    </div>
  );
}
