import { Skeleton } from "#components/ui/skeleton.tsx";

const ROWS = ["w-40", "w-52", "w-36"];

/** The true shape of the list, while it is read. */
export function AttachmentsSkeleton() {
  return (
    <div aria-busy="true" className="border-t">
      <span className="sr-only">Loading attachments</span>
      {ROWS.map((width) => (
        <div key={width} className="flex h-9 items-center gap-6 border-b px-4">
          <Skeleton className="size-4" />
          <Skeleton className={width} />
          <Skeleton className="w-28 max-sm:hidden" />
          <Skeleton className="ml-auto w-20" />
          <Skeleton className="w-24 max-sm:hidden" />
        </div>
      ))}
    </div>
  );
}
