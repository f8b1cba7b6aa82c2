import { Skeleton } from "#components/ui/skeleton.tsx";

const ROWS = ["w-40", "w-56", "w-32", "w-48", "w-36", "w-28"];

/** The shape of a count: the sum, the bar, the rows. */
export function UsageSkeleton() {
  return (
    <div aria-busy="true" className="flex flex-col gap-4">
      <Skeleton className="h-5 w-64" />
      <Skeleton className="h-7 w-full rounded-md" />
      <div className="flex flex-col gap-5 pt-4">
        {ROWS.map((width) => (
          <Skeleton key={width} className={width} />
        ))}
      </div>
    </div>
  );
}
