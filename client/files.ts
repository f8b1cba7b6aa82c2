import { platform } from "#client/platform";
import { ApiError } from "#lib/api/api-error.ts";
import { downloadByGrant } from "#lib/api/client/download-by-grant.ts";
import { uploadByGrant } from "#lib/api/client/upload-by-grant.ts";
import { type FileEvent, watchFiles } from "#lib/api/client/watch-files.ts";
import type { FileInfo } from "#lib/api/files.ts";
import { MAX_INLINE_BYTES } from "#lib/api/limits.ts";
import type { FoundLine, Replaced } from "#lib/api/searching.ts";
import { BatchWriteError } from "./batch-write-error.ts";
import { bodyOf, type Content, type DownloadOptions, type TransferOptions } from "./bytes.ts";
import type { Connection } from "./connection.ts";
import type { FilesRoot } from "./files-root.ts";
import {
  type UploadDirectoryOptions,
  type UploadedDirectory,
  type UploadOptions,
  uploadDirectory,
  uploadFile,
} from "./upload.ts";

type Options = { signal?: AbortSignal };
type PatternOptions = Options & { literal?: boolean; caseSensitive?: boolean };
type SaveOptions = DownloadOptions & {
  /** Take the place of what is there, when all has arrived. */
  replace?: boolean;
};

const how = ({ literal = false, caseSensitive = true }: PatternOptions) => ({ literal, case_sensitive: caseSensitive });

/**
 * The files of a volume, or those that processes in a sandbox see, mounted volumes too. Paths in a volume are absolute and
 * rooted at it: `/datasets/a.txt`; relative ones in a sandbox begin at its working directory. Every call throws `ApiError`
 * with a code of the contract and takes `{ signal }`.
 */
export class Files<Id extends string = string> {
  readonly #connection: Connection;
  readonly #root: FilesRoot<Id>;

  constructor(connection: Connection, root: FilesRoot<Id>) {
    this.#connection = connection;
    this.#root = root;
  }

  /** What is directly in a directory. @throws ApiError file_not_found */
  list(path: string = this.#root.home, options: Options = {}): Promise<FileInfo[]> {
    return this.#root.files.list(this.#root.id, this.#root.pathOf(path), options);
  }

  /** What is known of a file or directory. @throws ApiError file_not_found */
  async info(path: string, options: Options = {}): Promise<FileInfo> {
    return this.#root.files.info(this.#root.id, this.#root.pathOf(path), options);
  }

  async exists(path: string, options: Options = {}): Promise<boolean> {
    return (await this.#root.files.exists(this.#root.id, this.#root.pathOf(path), options)).exists;
  }

  /** A whole text file of any size. @throws ApiError file_not_found */
  async read(path: string, options: DownloadOptions = {}): Promise<string> {
    return new Response(await this.stream(path, options)).text();
  }

  /** A whole file as bytes. @throws ApiError file_not_found */
  async readBytes(path: string, options: DownloadOptions = {}): Promise<Uint8Array<ArrayBuffer>> {
    return new Uint8Array(await new Response(await this.stream(path, options)).arrayBuffer());
  }

  /**
   * A file as it comes, going on where the line was cut; a directory comes as one archive.
   * @throws ApiError file_not_found, invalid_request for a directory without `archive`; the stream fails with
   * precondition_failed when the file was changed between a cut and going on
   */
  async stream(
    path: string,
    options: DownloadOptions & { archive?: "tar" | "zip" } = {},
  ): Promise<ReadableStream<Uint8Array>> {
    const { archive, signal } = options;
    const { id, transfers, pathOf } = this.#root;
    const wanted = { path: pathOf(path), purpose: "download" as const, ...(archive && { archive_format: archive }) };
    const openUrl = async () => (await transfers.downloadGrant(id, wanted, { signal })).url;
    return bodyOf(await downloadByGrant(openUrl, { fetch: this.#connection.fetch, signal }), options);
  }

  /**
   * Writes a file whole: whoever reads meanwhile sees the old one or the new one. Small text goes in the call itself, anything
   * else by a signed URL.
   * @throws ApiError volume_quota_exceeded, file_conflict when a directory is there
   */
  async write(path: string, content: Content, options: TransferOptions = {}): Promise<FileInfo> {
    const target = this.#root.pathOf(path);
    const { signal, onProgress } = options;
    if (typeof content === "string") {
      const bytes = new TextEncoder().encode(content);
      if (bytes.byteLength > MAX_INLINE_BYTES / 2) return this.write(path, bytes, options);
      return this.#root.files.write(this.#root.id, target, content, {}, { signal });
    }
    const bytes = content instanceof Uint8Array || content instanceof Blob ? content : content.stream;
    const size = content instanceof Uint8Array ? content.byteLength : content.size;
    const { fetch } = this.#connection;
    const onBytes = onProgress && ((done: number) => onProgress(done, size));
    await uploadByGrant(this.#root.transfers, this.#root.id, target, bytes, { signal, size, fetch, onBytes });
    return this.info(path, { signal });
  }

  /**
   * Writes several text files, one after the other; a refused one does not stop the rest.
   * @throws BatchWriteError with what succeeded and what failed
   */
  async writeFiles(
    files: Iterable<readonly [path: string, content: string]>,
    options: Options = {},
  ): Promise<FileInfo[]> {
    const successes: FileInfo[] = [];
    const failures: { path: string; error: ApiError }[] = [];
    for (const [path, content] of files)
      try {
        successes.push(await this.write(path, content, options));
      } catch (error) {
        if (!(error instanceof ApiError)) throw error;
        failures.push({ path, error });
      }
    if (failures.length > 0) throw new BatchWriteError(successes, failures);
    return successes;
  }

  makeDir(path: string, options: Options = {}): Promise<FileInfo> {
    return this.#root.files.makeDirectory(this.#root.id, this.#root.pathOf(path), options);
  }

  /** Renames or moves; never over something that is there. @throws ApiError file_not_found, file_conflict */
  rename(oldPath: string, newPath: string, options: Options = {}): Promise<FileInfo> {
    const { files, id, pathOf } = this.#root;
    return files.rename(id, pathOf(oldPath), pathOf(newPath), options);
  }

  /** A file, or a directory with all in it, for good. @throws ApiError file_not_found */
  remove(path: string, options: Options = {}): Promise<void> {
    return this.#root.files.remove(this.#root.id, this.#root.pathOf(path), options);
  }

  /** @param permissions three octal digits, such as `0644` @throws ApiError file_not_found */
  setPermissions(path: string, permissions: string, options: Options = {}): Promise<void> {
    return this.#root.files.setFilePermissions(this.#root.id, { path: this.#root.pathOf(path), permissions }, options);
  }

  /** Lines that match a regular expression, below `path`; with `literal`, lines that have the text. At most 10,000. */
  findInFiles(path: string, pattern: string, options: PatternOptions = {}): Promise<FoundLine[]> {
    const input = { path: this.#root.pathOf(path), pattern, ...how(options) };
    return this.#root.searching.find(this.#root.id, input, { signal: options.signal });
  }

  /** Paths whose names match a glob, below `path`. At most 10,000. */
  searchFiles(path: string, glob: string, options: Options = {}): Promise<string[]> {
    return this.#root.searching.search(this.#root.id, { path: this.#root.pathOf(path), pattern: glob }, options);
  }

  /**
   * Replaces in files; each is rewritten whole, or left alone when it changed meanwhile.
   * @param options.dryRun count and change nothing
   */
  replaceInFiles(
    paths: readonly string[],
    pattern: string,
    replacement: string,
    options: PatternOptions & { dryRun?: boolean } = {},
  ): Promise<Replaced> {
    const { signal, dryRun = false } = options;
    const files = paths.map(this.#root.pathOf);
    const input = { files, pattern, replacement, dry_run: dryRun, ...how(options) };
    return this.#root.searching.replace(this.#root.id, input, { signal });
  }

  /**
   * What happens to a path: `for await (const event of files.watch("/", { recursive: true, signal }))`. A connection that is
   * lost is made again. `resync_required`, after that or when more happened than can be told, means: list its path again.
   * Leaving the loop ends the watch.
   * @throws ApiError when the path, the volume or the right is gone, or the sandbox stops; volume_backend_unavailable when the
   *   control plane cannot be reached for about three minutes; the signal's reason
   */
  watch(
    path: string = this.#root.home,
    options: Options & { recursive?: boolean } = {},
  ): AsyncGenerator<FileEvent, never, void> {
    const watched = this.#root.pathOf(path);
    const { files, id, route } = this.#root;
    const ports = {
      connect: () => this.#connection.openSocket(`${route}/ws`),
      look: (signal?: AbortSignal) => files.info(id, watched, { signal }),
    };
    return watchFiles(ports, watched, options);
  }

  /**
   * Sends a file of any size: in parts, four at a time, each with its SHA-256 and tried again by itself. It appears whole, or
   * not at all. When it breaks off, what arrived stays for a day: call it again with `resume`.
   * @param source a path of this machine, in Node; or a Blob or File
   * @throws ApiError volume_quota_exceeded, file_conflict; file_not_found when the source changes meanwhile;
   *   volume_backend_unavailable when the network is lost; invalid_request when `resume` is of another file
   */
  async uploadFile(source: string | Blob, path: string, options: UploadOptions = {}): Promise<FileInfo> {
    await uploadFile(this.#root, this.#connection, source, this.#root.pathOf(path), options);
    return this.info(path, { signal: options.signal });
  }

  /**
   * Sends a directory of this machine as one tar, which is not made on the disk; in Node. It appears whole, or not at all.
   * Progress counts the bytes of the tar.
   * @throws ApiError as `uploadFile`
   */
  async uploadDir(directory: string, path: string, options: UploadDirectoryOptions = {}): Promise<UploadedDirectory> {
    return uploadDirectory(this.#root, this.#connection, directory, this.#root.pathOf(path), options);
  }

  /**
   * Fetches a file to a path of this machine, in Node: it is there whole, or not at all.
   * @throws ApiError file_not_found; file_conflict when something is there and `replace` is not said
   */
  async downloadFile(path: string, target: string, { replace = false, ...options }: SaveOptions = {}): Promise<void> {
    await platform.save(await this.stream(path, options), target, { unpack: false, replace });
  }

  /**
   * Fetches a directory as a tar and unpacks it as it comes, in Node. Nothing is written outside of `target`.
   * @returns what was left out, by its path: devices, and links that lead out
   * @throws ApiError file_not_found; file_conflict when something is there and `replace` is not said
   */
  async downloadDir(
    path: string,
    target: string,
    { replace = false, ...options }: SaveOptions = {},
  ): Promise<{ skipped: string[] }> {
    const bytes = await this.stream(path, { ...options, archive: "tar" });
    return { skipped: await platform.save(bytes, target, { unpack: true, replace }) };
  }
}
