"use client";
import { useQuery } from "@tanstack/react-query";
import { FolderInput, FolderX, HardDrive, RefreshCw } from "lucide-react";
import type { Route } from "next";
import Link from "next/link";
import { Fragment } from "react";
import { filesHref } from "#components/files/files-url.ts";
import { Button, buttonClass } from "#components/ui/button.tsx";
import { cn } from "#components/ui/cn.ts";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { ErrorState } from "#components/ui/error-state.tsx";
import { exactBytes, formatBytes } from "#components/ui/format-bytes.ts";
import { IconButton } from "#components/ui/icon-button.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { useAddress } from "#components/ui/use-address.ts";
import { ApiError } from "#lib/api/api-error.ts";
import { volumeRoot } from "#lib/api/file-root.ts";
import type { VolumeId } from "#lib/api/ids.ts";
import { childOf, components, parentOf, ROOT, type VolumePath } from "#lib/api/paths.ts";
import { browserApi } from "#lib/queries/browser-api.ts";
import { volumeUsage } from "#lib/queries/usage.ts";
import { volumeById } from "#lib/queries/volumes.ts";
import { percent, sharesOf } from "./shares.ts";
import { UsageBar } from "./usage-bar.tsx";
import { UsageSkeleton } from "./usage-skeleton.tsx";
import { UsageTable } from "./usage-table.tsx";
import { usageHref, usageUrl } from "./usage-url.ts";

function Way({ volume, name, path }: { volume: VolumeId; name: string; path: VolumePath }) {
  const steps: { path: VolumePath; label: string }[] = [{ path: ROOT, label: name }];
  for (const part of components(path)) steps.push({ path: childOf(steps.at(-1)?.path ?? ROOT, part), label: part });
  return (
    <nav aria-label="Folder" className="flex min-w-0 flex-1 flex-wrap items-center gap-x-1 text-base">
      {steps.map((step) => (
        <Fragment key={step.path}>
          {step.path !== ROOT && <span className="text-faint">/</span>}
          <Link
            href={usageHref(volume, step.path) as Route}
            aria-current={step.path === path ? "page" : undefined}
            className={cn(
              "max-w-64 truncate rounded-sm hover:underline",
              step.path === path ? "font-semibold" : "text-muted",
            )}
          >
            <bdi>{step.label}</bdi>
          </Link>
        </Fragment>
      ))}
    </nav>
  );
}

/** What eats the cap of a volume, folder by folder. */
export function UsagePage({ id }: { id: VolumeId }) {
  const [{ path }] = useAddress(usageUrl);
  const { data: volume } = useQuery(volumeById(browserApi, id));
  const { data: usage, error, isPlaceholderData, isFetching, refetch } = useQuery(volumeUsage(id, path));
  if (volume === undefined) return null;
  const cap = volume.max_size_bytes;
  const body = () => {
    if (error !== null && (usage === undefined || isPlaceholderData)) {
      const gone = error instanceof ApiError && ["file_not_found", "file_conflict"].includes(error.code);
      if (!gone)
        return (
          <ErrorState
            title="The usage could not be counted"
            error={error}
            action={<Button onClick={() => void refetch()}>Try again</Button>}
          />
        );
      return (
        <EmptyState
          icon={<FolderX aria-hidden="true" />}
          title="This folder is not there any more"
          action={
            <Link href={usageHref(id, parentOf(path)) as Route} className={buttonClass()}>
              Go to the folder above
            </Link>
          }
        >
          <span className="font-mono break-all">{path}</span>
        </EmptyState>
      );
    }
    if (usage === undefined) return <UsageSkeleton />;
    // The folder that is looked at is none of what is in it.
    const items = (usage.inode_count - (usage.own_bytes > 0 ? 1 : 0)).toLocaleString("en");
    const used = usage.used_bytes + (usage.trash?.used_bytes ?? 0);
    return (
      <div aria-busy={isPlaceholderData} className={cn("flex flex-col gap-4", isPlaceholderData && "opacity-60")}>
        <p className="text-muted">
          <span title={exactBytes(used)} className="text-title font-semibold text-ink">
            {formatBytes(used)}
          </span>{" "}
          {cap === null
            ? `in ${items} items`
            : `of the cap of ${formatBytes(cap)} (${percent(used, cap)}), ${items} items`}
          {usage.trash !== null && cap !== null && `, ${formatBytes(Math.max(0, cap - used))} free`}
        </p>
        {!usage.complete && (
          <Notice tone="warn">
            There is so much here that the count was ended. Every number is at least what it says; go into a folder to
            count it alone.
          </Notice>
        )}
        <UsageBar shares={sharesOf(usage, cap)} />
        {usage.entries.length === 0 && (usage.trash?.inode_count ?? 0) === 0 ? (
          <EmptyState icon={<HardDrive aria-hidden="true" />} title="Nothing takes room here">
            What is put into this folder is counted here, with everything below it.
          </EmptyState>
        ) : (
          <UsageTable volume={id} usage={usage} label={`Usage of ${path}`} />
        )}
      </div>
    );
  };
  return (
    <div className="flex min-h-0 flex-1 flex-col gap-4 overflow-auto px-4 py-4">
      <div className="flex items-center gap-2">
        <Way volume={id} name={volume.name} path={path} />
        <IconButton label="Count again" pending={isFetching} onClick={() => void refetch()}>
          <RefreshCw aria-hidden="true" />
        </IconButton>
        <Link href={filesHref(volumeRoot(id), { path }) as Route} className={buttonClass({ size: "sm" })}>
          <FolderInput className="size-4" aria-hidden="true" />
          Show in Files
        </Link>
      </div>
      {body()}
    </div>
  );
}
