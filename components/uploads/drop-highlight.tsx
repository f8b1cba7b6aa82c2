import { Ban, Upload } from "lucide-react";
import { cn } from "#components/ui/cn.ts";
import type { VolumePath } from "#lib/api/paths.ts";

/** Where a drop would land: the folder, and its place within the zone in px. */
export type DropTarget = {
  path: VolumePath;
  /** Whether it is the zone itself. */
  whole: boolean;
  top: number;
  left: number;
  width: number;
  height: number;
};

type DropHighlightProps = { target: DropTarget; disabledReason: string | null };

/** An outline exactly around the place where the files will land, and its name. */
export function DropHighlight({ target, disabledReason }: DropHighlightProps) {
  const { path, whole, ...place } = target;
  return (
    <div className="pointer-events-none absolute inset-0 z-30 overflow-hidden">
      <div
        style={place}
        className={cn(
          "absolute rounded-md border-2",
          disabledReason === null ? "border-accent" : "border-line-strong border-dashed",
          disabledReason === null && (whole ? "bg-accent/5" : "bg-accent/15"),
        )}
      />
      <p className="absolute bottom-4 left-1/2 flex max-w-[calc(100%-32px)] -translate-x-1/2 items-center gap-2 rounded-md border bg-panel px-3 py-1.5 shadow-raise">
        {disabledReason === null ? (
          <>
            <Upload className="size-4 shrink-0 text-link" aria-hidden="true" />
            <span className="shrink-0">Upload to</span>
            <span className="truncate font-mono">{path}</span>
          </>
        ) : (
          <>
            <Ban className="size-4 shrink-0 text-bad" aria-hidden="true" />
            {disabledReason}
          </>
        )}
      </p>
    </div>
  );
}
