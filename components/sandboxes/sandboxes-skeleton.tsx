import { Skeleton } from "#components/ui/skeleton.tsx";

const ROWS = ["w-28", "w-36", "w-24", "w-32"];

/** The true shape of the list, while it is read. */
export function SandboxesSkeleton() {
  return (
    <div aria-busy="true" className="border-t">
      <span className="sr-only">Loading sandboxes</span>
      {ROWS.map((width) => (
        <div key={width} className="flex h-9 items-center gap-6 border-b px-4">
          <Skeleton className={width} />
          <Skeleton className="ml-auto w-20" />
          <Skeleton className="w-32 max-sm:hidden" />
          <Skeleton className="w-16 max-sm:hidden" />
          <Skeleton className="w-24 max-sm:hidden" />
        </div>
      ))}
    </div>
  );
}
