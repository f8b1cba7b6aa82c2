import { cn } from "./cn.ts";

/** Keys as people read them: `<Kbd>⌘K</Kbd>`. */
export function Kbd({ children, className }: { children: string; className?: string }) {
  return (
    <kbd
      className={cn(
        "inline-flex h-[18px] min-w-[18px] items-center justify-center rounded-sm border border-line bg-hover px-1 font-sans text-caption text-muted",
        className,
      )}
    >
      {children}
    </kbd>
  );
}
