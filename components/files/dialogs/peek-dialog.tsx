"use client";
import { type KeyboardEvent, lazy, Suspense, useEffect, useRef } from "react";
import { Button } from "#components/ui/button.tsx";
import { ByteSize } from "#components/ui/byte-size.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import { untilLoaded } from "#components/ui/until-loaded.ts";
import type { FileInfo } from "#lib/api/files.ts";
import { useFiles } from "../files-context.ts";
import { FileIcon } from "../names/file-icon.tsx";
import { FileName } from "../names/file-name.tsx";
import { kindOf, whyNotOpened } from "../names/kind-of.ts";

const FilePeek = lazy(
  untilLoaded(() => import("#components/previews/file-peek.tsx").then(({ FilePeek }) => ({ default: FilePeek }))),
);

/** A quick look at the focused entry. Arrows go on to the next one, Space or Esc ends it. */
export function PeekDialog({ entry, onClose }: { entry: FileInfo; onClose: () => void }) {
  const { root, listing, selection, openEntry, focusList } = useFiles();
  const { index } = selection.state.focus;
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.target instanceof HTMLElement && event.target.closest("input,textarea,video,audio")) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined) {
      event.preventDefault();
      const next = index + step;
      if (next >= 0 && next < listing.total) selection.go(next, "only");
    }
    if (event.key === " ") {
      event.preventDefault();
      onClose();
    }
  };
  const content = useRef<HTMLDivElement>(null);
  useEffect(() => content.current?.focus(), []);
  const reason = whyNotOpened(entry);
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      onCloseAutoFocus={(event) => {
        event.preventDefault();
        focusList();
      }}
      title={
        <span className="flex min-w-0 items-center gap-2">
          <FileIcon entry={entry} />
          <FileName name={entry.name} />
        </span>
      }
      description={
        <>
          {kindOf(entry)}
          {entry.type === "file" && (
            <>
              {" · "}
              <ByteSize bytes={entry.size} />
            </>
          )}
          {" · "}
          <RelativeTime at={entry.modified_time} /> · <span className="font-mono">{entry.permissions}</span>
        </>
      }
      className="sm:max-w-3xl"
      footer={
        reason === null && (
          <Button
            variant="primary"
            onClick={() => {
              onClose();
              openEntry(entry);
            }}
          >
            Open
          </Button>
        )
      }
    >
      {/* biome-ignore lint/a11y/noStaticElementInteractions: keys that go on to the next entry, besides those of what is shown */}
      <div ref={content} tabIndex={-1} onKeyDown={onKeyDown} className="h-[min(480px,50vh)] outline-none">
        {entry.type === "file" ? (
          <Suspense fallback={<Skeleton className="h-full" />}>
            <FilePeek key={entry.path} root={root} path={entry.path} info={entry} />
          </Suspense>
        ) : (
          <div className="flex h-full items-center justify-center text-muted">
            {reason ?? `${entry.name} is a ${kindOf(entry)}.`}
          </div>
        )}
      </div>
    </Dialog>
  );
}
