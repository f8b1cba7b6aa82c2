import { z } from "@hono/zod-openapi";
import {
  BulkPermissionsInput,
  FileInfo,
  ListFilesQuery,
  MoveFilesInput,
  ReadFileInput,
  SetFilePermissionsInput,
  WriteFileInput,
} from "./files.ts";
import { MAX_GRANTS_PER_CALL, MAX_PATHS_PER_CALL } from "./limits.ts";
import { PreviewReplaceInput, ReplaceChosenInput } from "./replacing.ts";
import { FindInput, ReplaceInput, SearchInput, SearchStreamInput } from "./searching.ts";
import { DownloadGrantInput, DownloadUrlInput, UploadGrantInput } from "./transfers.ts";
import { WatchStart } from "./watching.ts";

// What goes to the files of a sandbox is what goes to those of a volume, but for the paths.

/** Absolute, or relative to the sandbox's working directory; the verb resolves it. */
export const sandboxPath = z.string().min(1).max(8192);
const path = sandboxPath;
const paths = z.array(path).min(1).max(MAX_PATHS_PER_CALL);
/** Files belong to the one user that sandboxes have. The official client sends null. */
export const sandboxUser = z.string().max(255).nullable().optional();
const user = sandboxUser;

export const SandboxPathInput = z.object({ path, user }).openapi("SandboxPath");
export const SandboxPathQuery = z.object({ path, user });

export const ListSandboxFilesQuery = ListFilesQuery.extend({ path: path.default("."), user });
export type ListSandboxFilesQuery = z.infer<typeof ListSandboxFilesQuery>;

export const ReadSandboxFileInput = ReadFileInput.extend({ path, user }).openapi("ReadSandboxFile");
export type ReadSandboxFileInput = z.infer<typeof ReadSandboxFileInput>;

export const WriteSandboxFileInput = WriteFileInput.extend({ path, user }).openapi("WriteSandboxFile");
export type WriteSandboxFileInput = z.infer<typeof WriteSandboxFileInput>;

export const RenameSandboxFileInput = z.object({ old_path: path, new_path: path, user }).openapi("RenameSandboxFile");
export type RenameSandboxFileInput = z.infer<typeof RenameSandboxFileInput>;

export const SandboxFilePermissionsInput = SetFilePermissionsInput.extend({ path, user }).openapi(
  "SandboxFilePermissions",
);
export type SandboxFilePermissionsInput = z.infer<typeof SandboxFilePermissionsInput>;

export const SandboxPathsInput = z.object({ paths, user }).openapi("SandboxPaths");

export const MoveSandboxFilesInput = MoveFilesInput.extend({ paths, destination: path, user }).openapi(
  "MoveSandboxFiles",
);
export type MoveSandboxFilesInput = z.infer<typeof MoveSandboxFilesInput>;
export const CopySandboxFilesInput = MoveSandboxFilesInput.openapi("CopySandboxFiles");
export type CopySandboxFilesInput = MoveSandboxFilesInput;

export const SandboxBulkPermissionsInput = BulkPermissionsInput.extend({ paths, user }).openapi(
  "SandboxBulkPermissions",
);
export type SandboxBulkPermissionsInput = z.infer<typeof SandboxBulkPermissionsInput>;

export const SandboxUploadGrantsInput = z
  .object({ files: z.array(UploadGrantInput.extend({ path })).min(1).max(MAX_GRANTS_PER_CALL), user })
  .openapi("SandboxUploadGrantsInput");
export type SandboxUploadGrantsInput = z.infer<typeof SandboxUploadGrantsInput>;

export const SandboxDownloadGrantInput = DownloadGrantInput.extend({ path, paths: paths.optional(), user }).openapi(
  "SandboxDownloadGrantInput",
);
export type SandboxDownloadGrantInput = z.infer<typeof SandboxDownloadGrantInput>;

export const SandboxDownloadUrlInput = DownloadUrlInput.extend({ path, user }).openapi("SandboxDownloadUrlInput");
export type SandboxDownloadUrlInput = z.infer<typeof SandboxDownloadUrlInput>;

export const SandboxFindInput = FindInput.extend({ path: path.default("."), user }).openapi("FindInSandboxFiles");
export type SandboxFindInput = z.infer<typeof SandboxFindInput>;

export const SandboxSearchInput = SearchInput.extend({ path: path.default("."), user }).openapi("SearchSandboxFiles");
export type SandboxSearchInput = z.infer<typeof SandboxSearchInput>;

export const SandboxSearchStreamInput = SearchStreamInput.extend({ path: path.default("."), user }).openapi(
  "StreamSandboxSearch",
);
export type SandboxSearchStreamInput = z.infer<typeof SandboxSearchStreamInput>;

export const SandboxReplaceInput = ReplaceInput.extend({ files: z.array(path).max(MAX_PATHS_PER_CALL), user }).openapi(
  "ReplaceInSandboxFiles",
);
export type SandboxReplaceInput = z.infer<typeof SandboxReplaceInput>;

export const SandboxPreviewReplaceInput = PreviewReplaceInput.extend({ path: path.default("."), user }).openapi(
  "PreviewSandboxReplace",
);
export type SandboxPreviewReplaceInput = z.infer<typeof SandboxPreviewReplaceInput>;

/** Paths are absolute, as the preview told them. */
export const SandboxReplaceChosenInput = ReplaceChosenInput.extend({ user }).openapi("ReplaceChosenInSandbox");
export type SandboxReplaceChosenInput = z.infer<typeof SandboxReplaceChosenInput>;

/** What a client sends first, and only once, on the WebSocket of a watch. */
export const SandboxWatchStart = WatchStart.extend({ path, user });

/** The part `manifest` of a batch: where the content of each part goes. */
export const BatchManifest = z.object({ files: z.array(z.object({ path, field: z.string() })).max(1000), user });

/** How each file of a batch ended: a failed one does not stop the rest. */
export const BatchResult = z
  .object({
    results: z.array(
      z.union([
        z.object({ path: z.string(), status: z.literal("success"), info: FileInfo }),
        z.object({ path: z.string(), status: z.literal("error"), error: z.string() }),
      ]),
    ),
  })
  .openapi("BatchResult");
export type BatchResult = z.infer<typeof BatchResult>;
