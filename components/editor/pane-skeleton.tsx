import { Skeleton } from "#components/ui/skeleton.tsx";

const WIDTHS = ["w-2/5", "w-3/5", "w-1/2", "w-1/3", "w-2/3", "w-1/4"];

/** The shape of a text while it is on its way. */
export function TextSkeleton() {
  return (
    <div aria-busy="true" className="flex flex-1 flex-col gap-2 overflow-hidden bg-panel p-3 pl-14">
      <span className="sr-only">Loading the file</span>
      {WIDTHS.map((width) => (
        <Skeleton key={width} className={width} />
      ))}
    </div>
  );
}

/** The whole pane while its code is on its way. */
export function PaneSkeleton() {
  return (
    <div className="flex h-full min-h-0 flex-col bg-panel">
      <div className="flex h-9 shrink-0 items-center border-b bg-canvas px-3">
        <Skeleton className="w-24" />
      </div>
      <TextSkeleton />
    </div>
  );
}
