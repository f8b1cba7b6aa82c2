import { Skeleton } from "#components/ui/skeleton.tsx";

const WIDTHS = ["w-80", "w-64", "w-96", "w-72", "w-88", "w-60", "w-80", "w-72"];

/** The shape of a list of events. */
export function EventsSkeleton() {
  return (
    <div aria-busy="true">
      {WIDTHS.map((width, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the bars keep their places
        <div key={index} className="flex h-8 items-center gap-3 border-b px-4 last:border-b-0">
          <Skeleton className="size-4" />
          <Skeleton className={`max-w-[60%] ${width}`} />
          <Skeleton className="ml-auto w-16" />
        </div>
      ))}
    </div>
  );
}
