import { z } from "@hono/zod-openapi";
import { ErrorBody } from "./error-body.ts";
import { TrashId } from "./ids.ts";
import { MAX_PAGE_ENTRIES, MAX_PATHS_PER_CALL } from "./limits.ts";
import type { VolumePath } from "./paths.ts";
import { VolumePathInput } from "./volume-path.ts";

/** A path the API answers; already in the form of `VolumePath`. */
const PathOutput = z
  .custom<VolumePath>((value) => typeof value === "string")
  .openapi({ type: "string", example: "/a.txt" });

export const FileType = z.enum(["file", "directory", "symlink", "fifo", "socket", "device"]);
export type FileType = z.infer<typeof FileType>;

export const FileInfo = z
  .object({
    name: z.string(),
    path: PathOutput,
    is_dir: z.boolean(),
    /** Bytes of content; a directory's is what the file system says. */
    size: z.int().nonnegative(),
    type: FileType,
    /** Type and permissions as `ls -l` shows them, such as `-rw-r--r--`. */
    mode: z.string(),
    /** Permission bits as people write them, such as `0644`. */
    permissions: z.string(),
    owner: z.string(),
    group: z.string(),
    modified_time: z.iso.datetime(),
    symlink_target: z.string().nullable(),
    /**
     * Version of a regular file for `If-Match`, quotes included; null for everything else. Only with `include=etag`: the
     * official client refuses fields it does not know.
     */
    etag: z.string().nullable().optional(),
  })
  .openapi("FileInfo");
export type FileInfo = z.infer<typeof FileInfo>;

/** Asks for the fields that the official client does not know: `include=etag` on every route that answers FileInfo. */
export const FileInclude = z.literal("etag").optional();

export const FileSort = z.enum(["name", "size", "modified", "mode", "type"]);
export type FileSort = z.infer<typeof FileSort>;
export const SortOrder = z.enum(["asc", "desc"]);
export type SortOrder = z.infer<typeof SortOrder>;

export const ListFilesQuery = z.object({
  path: VolumePathInput.default("/" as VolumePath),
  /** Levels below `path`; 1 is the directory itself. */
  depth: z.coerce.number().int().min(1).max(32).default(1),
  /** With `limit`, the answer is a page instead of a bare array. */
  limit: z.coerce.number().int().min(1).max(MAX_PAGE_ENTRIES).optional(),
  cursor: z.string().max(2048).optional(),
  /** Entries before the page, in the order asked: a scroll bar jumps to any place. A cursor wins over it. */
  offset: z.coerce.number().int().min(0).optional(),
  /** The page starts at the first entry, in the order asked, whose name starts with this text, case folded. */
  starts_with: z.string().min(1).max(255).optional(),
  sort: FileSort.default("name"),
  order: SortOrder.default("asc"),
  /** Keeps the entries whose name contains this text, case folded. */
  filter: z.string().max(255).optional(),
  include: FileInclude,
});
export type ListFilesQuery = z.infer<typeof ListFilesQuery>;

export const FilePage = z
  .object({
    entries: z.array(FileInfo),
    next_cursor: z.string().nullable(),
    /** Entries before this page; with `starts_with` that nothing matches, the same as `total`. */
    offset: z.int().nonnegative(),
    /** Entries in the directory that pass the filter. */
    total: z.int().nonnegative(),
  })
  .openapi("FilePage");
export type FilePage = z.infer<typeof FilePage>;

export const PathInput = z.object({ path: VolumePathInput }).openapi("Path");
export type PathInput = z.infer<typeof PathInput>;

const Encoding = z.enum(["utf8", "base64"]);

export const FileContent = z
  .object({ content: z.string(), encoding: Encoding, size: z.int().nonnegative() })
  .openapi("FileContent");
export type FileContent = z.infer<typeof FileContent>;

/** What to do where the name is taken: refuse, put this in its place, or choose a free name such as `a (2).txt`. */
export const Conflict = z.enum(["error", "replace", "keep_both"]);
export type Conflict = z.infer<typeof Conflict>;

export const ReadFileInput = z
  .object({ path: VolumePathInput, encoding: Encoding.default("utf8") })
  .openapi("ReadFile");
export type ReadFileInput = z.infer<typeof ReadFileInput>;

export const WriteFileInput = z
  .object({ path: VolumePathInput, content: z.string(), encoding: Encoding.default("utf8") })
  .openapi("WriteFile");
export type WriteFileInput = z.infer<typeof WriteFileInput>;

export const RenameFileInput = z.object({ old_path: VolumePathInput, new_path: VolumePathInput }).openapi("RenameFile");
export type RenameFileInput = z.infer<typeof RenameFileInput>;

/** Octal permission bits; setuid, setgid and sticky are not to be had. */
const Permissions = z.string().regex(/^0?[0-7]{3}$/, "must be three octal digits such as 0644");

export const SetFilePermissionsInput = z
  .object({ path: VolumePathInput, permissions: Permissions })
  .openapi("SetFilePermissions");
export type SetFilePermissionsInput = z.infer<typeof SetFilePermissionsInput>;

const Paths = z.array(VolumePathInput).min(1).max(MAX_PATHS_PER_CALL);

export const MoveFilesInput = z
  .object({ paths: Paths, destination: VolumePathInput, conflict: Conflict.default("error") })
  .openapi("MoveFiles");
export type MoveFilesInput = z.infer<typeof MoveFilesInput>;

export const CopyFilesInput = MoveFilesInput.openapi("CopyFiles");
export type CopyFilesInput = MoveFilesInput;

export const PathsInput = z.object({ paths: Paths }).openapi("Paths");
export type PathsInput = z.infer<typeof PathsInput>;

export const BulkPermissionsInput = z
  .object({ paths: Paths, permissions: Permissions, recursive: z.boolean().default(false) })
  .openapi("BulkPermissions");
export type BulkPermissionsInput = z.infer<typeof BulkPermissionsInput>;

/** How one path of a bulk act ended. `to` is where it is now; `trash_id` brings a trashed one back. */
export const BulkResult = z
  .object({
    succeeded: z.array(
      z.object({
        path: PathOutput,
        to: PathOutput.nullable().openapi({ type: ["string", "null"] }),
        trash_id: TrashId.nullable(),
      }),
    ),
    failed: z.array(z.object({ path: PathOutput, code: z.string(), message: z.string() })),
  })
  .openapi("BulkResult");
export type BulkResult = z.infer<typeof BulkResult>;

/** How far a copy by grant is: bytes on the disk, counted before the first one was copied. */
export const CopyProgress = z.object({ done_bytes: z.int().nonnegative(), total_bytes: z.int().nonnegative() });
export type CopyProgress = z.infer<typeof CopyProgress>;

/** One line of the answer to a copy by grant: `progress` now and then, and last what came of it, or why nothing did. */
export const CopyLine = z
  .union([z.object({ progress: CopyProgress }), z.object({ result: BulkResult }), z.object({ refused: ErrorBody })])
  .openapi("CopyLine");
export type CopyLine = z.infer<typeof CopyLine>;

export const TrashEntry = z
  .object({
    id: TrashId,
    /** Where it was, and where restore puts it. */
    path: PathOutput,
    name: z.string(),
    type: FileType,
    used_bytes: z.int().nonnegative(),
    inode_count: z.int().nonnegative(),
    trashed_at: z.iso.datetime(),
    trashed_by: z.string().nullable(),
  })
  .openapi("TrashEntry");
export type TrashEntry = z.infer<typeof TrashEntry>;

export const RestoreTrashInput = z
  .object({ ids: z.array(TrashId).min(1).max(MAX_PATHS_PER_CALL), conflict: Conflict.default("error") })
  .openapi("RestoreTrash");
export type RestoreTrashInput = z.infer<typeof RestoreTrashInput>;

export const EmptyTrashInput = z
  .object({
    /** Absent: everything. */
    ids: z.array(TrashId).min(1).max(MAX_PATHS_PER_CALL).optional(),
  })
  .openapi("EmptyTrash");
export type EmptyTrashInput = z.infer<typeof EmptyTrashInput>;
