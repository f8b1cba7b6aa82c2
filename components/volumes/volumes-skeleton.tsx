import { Skeleton } from "#components/ui/skeleton.tsx";

const ROWS = ["w-24", "w-32", "w-20", "w-28", "w-24", "w-36"];

/** The true shape of the list, while it is read. */
export function VolumesSkeleton() {
  return (
    <div aria-busy="true" className="border-t">
      <span className="sr-only">Loading volumes</span>
      {ROWS.map((width) => (
        <div key={width} className="flex h-9 items-center gap-6 border-b px-4">
          <Skeleton className={width} />
          <Skeleton className="ml-auto w-16 max-sm:hidden" />
          <Skeleton className="h-1.5 w-24" />
          <Skeleton className="w-32 max-sm:hidden" />
          <Skeleton className="w-12 max-sm:hidden" />
        </div>
      ))}
    </div>
  );
}
