import { Skeleton } from "#components/ui/skeleton.tsx";

const WIDTHS = ["w-40", "w-56", "w-32", "w-48", "w-36", "w-52", "w-28", "w-44"];

/** The file manager before anything is known: the shape of its panes. */
export function FilesSkeleton() {
  return (
    <div aria-busy="true" className="flex min-h-0 flex-1 flex-col">
      <div className="flex h-10 shrink-0 items-center border-b px-3">
        <Skeleton className="w-48" />
      </div>
      <div className="flex min-h-0 flex-1">
        <div className="flex w-[220px] flex-col gap-4 border-r bg-canvas p-4 max-md:hidden">
          {WIDTHS.slice(0, 4).map((width) => (
            <Skeleton key={width} className={width} />
          ))}
        </div>
        <div className="flex flex-1 flex-col px-3 pt-9">
          {WIDTHS.map((width) => (
            <div key={width} className="flex h-8 items-center gap-2">
              <Skeleton className="size-4" />
              <Skeleton className={width} />
              <Skeleton className="ml-auto w-12" />
            </div>
          ))}
        </div>
      </div>
    </div>
  );
}
