"use client";
import { ArrowUpRight, FolderInput, Trash2 } from "lucide-react";
import type { Route } from "next";
import Link from "next/link";
import type { ReactNode } from "react";
import { filesHref } from "#components/files/files-url.ts";
import { FileIcon } from "#components/files/names/file-icon.tsx";
import { buttonClass } from "#components/ui/button.tsx";
import { ByteSize } from "#components/ui/byte-size.tsx";
import { MiddleTruncate } from "#components/ui/middle-truncate.tsx";
import { volumeRoot } from "#lib/api/file-root.ts";
import type { VolumeId } from "#lib/api/ids.ts";
import { parentOf } from "#lib/api/paths.ts";
import type { UsageEntry, VolumeUsage } from "#lib/api/usage.ts";
import { percent } from "./shares.ts";
import { usageHref } from "./usage-url.ts";

type RowProps = {
  icon: ReactNode;
  name: ReactNode;
  bytes: number;
  files: number | null;
  /** What the bars are measured by. */
  largest: number;
  whole: number;
  act?: ReactNode;
};

const cell = "h-8 px-2";

function Row({ icon, name, bytes, files, largest, whole, act }: RowProps) {
  return (
    <tr className="border-b hover:bg-hover">
      <td className={cell}>
        <div className="flex min-w-0 items-center gap-2">
          {icon}
          {name}
        </div>
      </td>
      <td className={`${cell} w-2/5 max-md:hidden`} aria-hidden="true">
        <div className="h-2 rounded-sm bg-active">
          <div
            className="h-full rounded-sm bg-accent"
            style={{ width: `${largest === 0 ? 0 : (bytes / largest) * 100}%` }}
          />
        </div>
      </td>
      <td className={`${cell} w-16 text-right text-muted`}>{percent(bytes, whole)}</td>
      <td className={`${cell} w-24 text-right`}>
        <ByteSize bytes={bytes} />
      </td>
      <td className={`${cell} w-24 text-right text-muted max-sm:hidden`}>{files?.toLocaleString("en") ?? ""}</td>
      <td className={`${cell} w-10`}>{act}</td>
    </tr>
  );
}

const nameLink = "flex min-w-0 rounded-sm font-medium hover:text-link hover:underline underline-offset-2";

function EntryName({ volume, entry }: { volume: VolumeId; entry: UsageEntry }) {
  const name = <MiddleTruncate text={entry.name} />;
  if (entry.type === "directory")
    return (
      <Link href={usageHref(volume, entry.path) as Route} className={nameLink}>
        {name}
      </Link>
    );
  if (entry.type !== "file") return <span className="flex min-w-0">{name}</span>;
  return (
    <Link
      href={filesHref(volumeRoot(volume), { path: parentOf(entry.path), open: entry.path }) as Route}
      aria-label={`Open ${entry.name} in Files`}
      className={nameLink}
    >
      {name}
    </Link>
  );
}

const goClass = buttonClass({ variant: "ghost", size: "sm" }, "w-7 px-0 [&_svg]:size-4");

function GoThere({ volume, entry }: { volume: VolumeId; entry: UsageEntry }) {
  if (entry.type !== "directory") return null;
  return (
    <Link
      href={filesHref(volumeRoot(volume), { path: entry.path }) as Route}
      aria-label={`Show ${entry.name} in Files`}
      title="Show in Files"
      className={goClass}
    >
      <FolderInput aria-hidden="true" />
    </Link>
  );
}

/** Everything in a folder, the largest first, each with all below it. */
export function UsageTable({ volume, usage, label }: { volume: VolumeId; usage: VolumeUsage; label: string }) {
  const { entries, others, trash, own_bytes } = usage;
  const whole = usage.used_bytes + (trash?.used_bytes ?? 0);
  const largest = Math.max(entries[0]?.used_bytes ?? 0, others?.used_bytes ?? 0, trash?.used_bytes ?? 0, own_bytes);
  const of = { largest, whole };
  const plain = (text: string) => <span className="text-muted">{text}</span>;
  const space = <span className="w-4 shrink-0" />;
  return (
    <table aria-label={label} className="w-full table-fixed">
      <thead>
        <tr className="border-b text-left text-caption text-faint">
          <th scope="col" className={`${cell} font-normal`}>
            Name
          </th>
          <td className={`${cell} w-2/5 max-md:hidden`} />
          <th scope="col" className={`${cell} w-16 text-right font-normal`}>
            Share
          </th>
          <th scope="col" className={`${cell} w-24 text-right font-normal`}>
            Size
          </th>
          <th scope="col" className={`${cell} w-24 text-right font-normal max-sm:hidden`}>
            Items
          </th>
          <td className={`${cell} w-10`} />
        </tr>
      </thead>
      <tbody>
        {entries.map((entry) => (
          <Row
            key={entry.path}
            {...of}
            icon={<FileIcon entry={{ ...entry, is_dir: entry.type === "directory" }} />}
            name={<EntryName volume={volume} entry={entry} />}
            bytes={entry.used_bytes}
            files={entry.type === "directory" ? Math.max(0, entry.inode_count - 1) : null}
            act={<GoThere volume={volume} entry={entry} />}
          />
        ))}
        {others && (
          <Row
            {...of}
            icon={space}
            name={plain(`${others.entries.toLocaleString("en")} smaller entries`)}
            bytes={others.used_bytes}
            files={others.inode_count}
          />
        )}
        {own_bytes > 0 && (
          <Row {...of} icon={space} name={plain("The folder's own list of names")} bytes={own_bytes} files={null} />
        )}
        {trash !== null && trash.inode_count > 0 && (
          <Row
            {...of}
            icon={<Trash2 className="size-4 shrink-0 text-faint" aria-hidden="true" />}
            name={
              <Link href={`/volumes/${volume}/files/trash` as Route} className={nameLink}>
                Trash
              </Link>
            }
            bytes={trash.used_bytes}
            files={trash.inode_count}
            act={
              <Link
                href={`/volumes/${volume}/files/trash` as Route}
                aria-label="Show the trash in Files"
                title="Show in Files"
                className={goClass}
              >
                <ArrowUpRight aria-hidden="true" />
              </Link>
            }
          />
        )}
      </tbody>
    </table>
  );
}
