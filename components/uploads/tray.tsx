"use client";

import { ChevronDown, ChevronUp, X } from "lucide-react";
import Link from "next/link";
import { useId, useState } from "react";
import { filesHref } from "#components/files/files-url.ts";
import { Button } from "#components/ui/button.tsx";
import { cn } from "#components/ui/cn.ts";
import { IconButton } from "#components/ui/icon-button.tsx";
import { ShortcutKeys } from "#components/ui/shortcuts/shortcut-keys.tsx";
import { useShortcuts } from "#components/ui/shortcuts/use-shortcuts.ts";
import { Status, type StatusTone } from "#components/ui/status.tsx";
import type { Upload } from "./upload.ts";
import { UploadList } from "./upload-list.tsx";
import { figures, headline } from "./upload-words.ts";
import { useUploader } from "./uploader-context.ts";
import type { UploadsView } from "./uploads-view.ts";
import { useUploadCommands } from "./use-upload-commands.ts";

const TOGGLE = "Alt+J";

function toneOf({ summary: { end, counts } }: UploadsView): StatusTone {
  if (end === "done") return counts.done > 0 ? "ok" : "idle";
  if (end === "failed") return "bad";
  if (end === "partly" || (end === null && counts.conflict > 0)) return "warn";
  if (end === "cancelled") return "idle";
  if (counts.waiting > 0 && counts.uploading === 0) return "warn";
  return counts.paused > 0 && counts.uploading === 0 ? "paused" : "busy";
}

/** One line about all uploads, and every file on demand. */
export function Tray({ view }: { view: UploadsView }) {
  const [expanded, setExpanded] = useState(false);
  const listId = useId();
  const uploader = useUploader();
  const { summary, percent } = view;
  useUploadCommands(view);
  useShortcuts([
    {
      id: "uploads.toggle",
      keys: TOGGLE,
      scope: "Uploads",
      label: "Show or hide the uploads",
      run: () => setExpanded(!expanded),
    },
  ]);
  const toggleLabel = expanded ? "Hide the uploads" : "Show the uploads";
  return (
    <section aria-label="Uploads" className="shrink-0 border-t bg-panel">
      <div
        role="progressbar"
        aria-label="All uploads"
        aria-valuenow={percent}
        aria-valuemin={0}
        aria-valuemax={100}
        className={cn("h-0.5 bg-active", summary.end !== null && "invisible")}
      >
        <div className="h-full bg-accent transition-[width]" style={{ width: `${percent}%` }} />
      </div>
      <div className="flex min-h-10 items-center gap-x-3 gap-y-1 px-3 py-1 max-sm:flex-wrap">
        <Status tone={toneOf(view)} className="min-w-0 truncate font-medium">
          {headline(view)}
        </Status>
        <Destination list={view.uploads.list} />
        <span className="flex min-w-0 flex-1 items-center gap-3 text-muted max-sm:order-last max-sm:basis-full">
          {summary.end === null && <span>{percent} %</span>}
          {figures(view).map((figure) => (
            <span key={figure} className="truncate">
              {figure}
            </span>
          ))}
        </span>
        <span className="ml-auto flex items-center gap-1">
          <TrayActs view={view} />
          <IconButton
            label={toggleLabel}
            keys={<ShortcutKeys keys={TOGGLE} />}
            aria-expanded={expanded}
            aria-controls={listId}
            onClick={() => setExpanded(!expanded)}
          >
            {expanded ? <ChevronDown aria-hidden="true" /> : <ChevronUp aria-hidden="true" />}
          </IconButton>
          {summary.end !== null && (
            <IconButton label="Clear the uploads" onClick={() => uploader.wish({ type: "cleared" })}>
              <X aria-hidden="true" />
            </IconButton>
          )}
        </span>
      </div>
      <div id={listId} hidden={!expanded}>
        {expanded && <UploadList view={view} />}
      </div>
    </section>
  );
}

/** Where all of it goes, when that is one place. */
function Destination({ list }: { list: readonly Upload[] }) {
  const [first] = list;
  if (!first) return null;
  const { root, directory } = first;
  if (list.some((upload) => upload.root.id !== root.id || upload.directory !== directory)) return null;
  return (
    <Link href={filesHref(root, { path: directory })} className="min-w-0 truncate font-mono text-link hover:underline">
      {root.name}:{directory}
    </Link>
  );
}

function TrayActs({ view: { summary, uploads } }: { view: UploadsView }) {
  const uploader = useUploader();
  const { counts, end } = summary;
  const aside = uploads.list.some(({ standing }) => standing.state === "conflict" && standing.aside);
  const moving = counts.queued + counts.granting + counts.ready + counts.uploading + counts.waiting;
  return (
    <>
      {aside && (
        <Button size="sm" onClick={() => uploader.wish({ type: "put_aside", aside: false })}>
          Answer {counts.conflict.toLocaleString("en")}
        </Button>
      )}
      {counts.failed > 0 && (
        <Button size="sm" onClick={() => uploader.wish({ type: "retried", which: "failed" })}>
          Retry failed
        </Button>
      )}
      {moving > 0 && (
        <Button size="sm" variant="ghost" onClick={() => uploader.wish({ type: "paused", which: "all" })}>
          Pause all
        </Button>
      )}
      {moving === 0 && counts.paused > 0 && (
        <Button size="sm" onClick={() => uploader.wish({ type: "resumed", which: "all" })}>
          Resume all
        </Button>
      )}
      {end === null && (
        <Button size="sm" variant="ghost" onClick={() => uploader.wish({ type: "cancelled", which: "all" })}>
          Cancel all
        </Button>
      )}
    </>
  );
}
