// biome-ignore-all lint/performance/noBarrelFile: the one door of the package; a bundler takes it apart again.
export { ApiError } from "#lib/api/api-error.ts";
export type { VolumeAttachment } from "#lib/api/attachments.ts";
export type { FileEvent } from "#lib/api/client/watch-files.ts";
export type { ExecResult } from "#lib/api/exec.ts";
export type { FileInfo } from "#lib/api/files.ts";
export type { Sandbox as SandboxInfo, Snapshot } from "#lib/api/sandboxes.ts";
export type { FoundLine, Replaced } from "#lib/api/searching.ts";
export type { Volume as VolumeInfo } from "#lib/api/volumes.ts";
export { BatchWriteError } from "./batch-write-error.ts";
export type { Content, DownloadOptions, TransferOptions } from "./bytes.ts";
export type { ConnectionOptions } from "./connection.ts";
export type { Files } from "./files.ts";
export { type RunOptions, Sandbox, type SandboxOptions } from "./sandbox.ts";
export type { UploadDirectoryOptions, UploadedDirectory, UploadOptions } from "./upload.ts";
export { type MountOptions, Volume, type VolumeMount } from "./volume.ts";
