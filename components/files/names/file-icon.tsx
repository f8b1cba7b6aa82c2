import {
  Cable,
  File,
  FileArchive,
  FileCode,
  FileImage,
  FileJson,
  FileMusic,
  FilePlay,
  FileSpreadsheet,
  FileSymlink,
  FileText,
  Folder,
  HardDrive,
  type LucideIcon,
  Plug,
} from "lucide-react";
import { cn } from "#components/ui/cn.ts";
import type { FileInfo, FileType } from "#lib/api/files.ts";

const BY_TYPE: Record<Exclude<FileType, "file">, LucideIcon> = {
  directory: Folder,
  symlink: FileSymlink,
  fifo: Cable,
  socket: Plug,
  device: HardDrive,
};

const BY_EXTENSION: readonly (readonly [icon: LucideIcon, extensions: string])[] = [
  [FileText, "txt md markdown rst log pdf doc docx rtf tex"],
  [
    FileCode,
    "ts tsx js jsx mjs cjs py rs go c h cc cpp hpp java kt rb php sh bash zsh css scss html xml sql lua swift r jl ipynb vue",
  ],
  [FileJson, "json jsonl ndjson yaml yml toml ini env lock"],
  [FileImage, "png jpg jpeg gif webp avif svg ico bmp tif tiff heic"],
  [FileArchive, "zip tar gz tgz bz2 xz zst 7z rar whl jar"],
  [FileSpreadsheet, "csv tsv xlsx xls parquet arrow feather"],
  [FileMusic, "mp3 wav flac ogg m4a aac opus"],
  [FilePlay, "mp4 webm mov mkv avi m4v"],
];
const ICONS = new Map(BY_EXTENSION.flatMap(([icon, list]) => list.split(" ").map((extension) => [extension, icon])));

type Entry = Pick<FileInfo, "name" | "type" | "is_dir">;

function iconOf({ name, type, is_dir }: Entry): LucideIcon {
  if (is_dir) return Folder;
  if (type !== "file") return BY_TYPE[type];
  return ICONS.get(name.slice(name.lastIndexOf(".") + 1).toLowerCase()) ?? File;
}

export function FileIcon({ entry, className }: { entry: Entry; className?: string }) {
  const Icon = iconOf(entry);
  return (
    <Icon
      aria-hidden="true"
      strokeWidth={1.75}
      className={cn("size-4 shrink-0", entry.is_dir ? "fill-link/15 text-link" : "text-faint", className)}
    />
  );
}
