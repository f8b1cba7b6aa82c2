import { cn } from "./cn.ts";

/** A grey bar in the shape of what will come; unseen for the first 150 ms. Set `aria-busy` on the list around it. */
export function Skeleton({ className }: { className?: string }) {
  return <div aria-hidden="true" className={cn("h-3 animate-wait rounded-sm bg-active", className)} />;
}
