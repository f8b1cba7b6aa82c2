"use client";

import { CircleHelp, Pause, Play, RotateCw, X } from "lucide-react";
import Link from "next/link";
import { memo, type ReactNode } from "react";
import { filesHref } from "#components/files/files-url.ts";
import { cn } from "#components/ui/cn.ts";
import { IconButton } from "#components/ui/icon-button.tsx";
import { MiddleTruncate } from "#components/ui/middle-truncate.tsx";
import { Status, type StatusTone } from "#components/ui/status.tsx";
import { nameOf, parentOf } from "#lib/api/paths.ts";
import { isSettled, type Upload, type UploadState } from "./upload.ts";
import { standingWords } from "./upload-words.ts";
import { useUploader } from "./uploader-context.ts";

const TONES: Record<UploadState, StatusTone> = {
  held: "idle",
  queued: "idle",
  granting: "idle",
  ready: "idle",
  conflict: "warn",
  uploading: "busy",
  waiting: "warn",
  paused: "paused",
  done: "ok",
  failed: "bad",
  skipped: "idle",
  cancelled: "idle",
};

/** One file: what it is, where it goes, how far it is, and what can be done about it. */
export const UploadRow = memo(function UploadRow({ upload }: { upload: Upload }) {
  const { standing, root, path, size, reached } = upload;
  const name = nameOf(path);
  const folder = parentOf(path);
  const words = standingWords(upload);
  const percent = size === 0 ? 0 : Math.floor((reached / size) * 100);
  return (
    <div className="flex h-full items-center gap-3 border-b px-3">
      <div className="min-w-0 flex-1">
        <div className="flex min-w-0 items-baseline gap-2">
          <MiddleTruncate text={name} />
          <Link
            href={filesHref(root, { path: folder })}
            className="min-w-0 shrink truncate font-mono text-caption text-link hover:underline max-sm:hidden"
          >
            {root.name}:{folder}
          </Link>
        </div>
        <span
          title={words}
          className={cn("block truncate text-caption text-muted", standing.state === "failed" && "text-bad")}
        >
          <Status tone={TONES[standing.state]}>{words}</Status>
        </span>
      </div>
      {(standing.state === "uploading" || standing.state === "paused" || standing.state === "waiting") && (
        <div
          role="progressbar"
          aria-label={name}
          aria-valuenow={percent}
          aria-valuemin={0}
          aria-valuemax={100}
          className="h-1 w-24 shrink-0 overflow-hidden rounded-full bg-active ring-1 ring-control/40 ring-inset max-sm:w-12"
        >
          <div className="h-full bg-accent" style={{ width: `${percent}%` }} />
        </div>
      )}
      <span className="flex w-15 shrink-0 justify-end gap-1">
        <RowActs upload={upload} name={name} />
      </span>
    </div>
  );
});

const PAUSABLE: ReadonlySet<UploadState> = new Set(["queued", "ready", "uploading", "waiting"]);

function RowActs({ upload, name }: { upload: Upload; name: string }): ReactNode {
  const { wish } = useUploader();
  const which = [upload.id];
  const { state } = upload.standing;
  if (state === "failed" || state === "cancelled")
    return (
      <IconButton label={`Retry ${name}`} onClick={() => wish({ type: "retried", which })}>
        <RotateCw aria-hidden="true" />
      </IconButton>
    );
  if (isSettled(upload)) return null;
  return (
    <>
      {state === "conflict" && (
        <IconButton label={`Answer for ${name}`} onClick={() => wish({ type: "put_aside", aside: false })}>
          <CircleHelp aria-hidden="true" />
        </IconButton>
      )}
      {PAUSABLE.has(state) && (
        <IconButton label={`Pause ${name}`} onClick={() => wish({ type: "paused", which })}>
          <Pause aria-hidden="true" />
        </IconButton>
      )}
      {state === "paused" && (
        <IconButton label={`Resume ${name}`} onClick={() => wish({ type: "resumed", which })}>
          <Play aria-hidden="true" />
        </IconButton>
      )}
      <IconButton label={`Cancel ${name}`} onClick={() => wish({ type: "cancelled", which })}>
        <X aria-hidden="true" />
      </IconButton>
    </>
  );
}
