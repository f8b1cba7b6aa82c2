import type { ApiError } from "#lib/api/api-error.ts";
import type { FileInfo } from "#lib/api/files.ts";

/** Some files of a batch were refused. What succeeded is written and stays so. */
export class BatchWriteError extends Error {
  override readonly name = "BatchWriteError";
  readonly successes: FileInfo[];
  readonly failures: { path: string; error: ApiError }[];

  constructor(successes: FileInfo[], failures: { path: string; error: ApiError }[]) {
    super(`${failures.length} file(s) could not be written; ${successes.length} file(s) were.`);
    this.successes = successes;
    this.failures = failures;
  }
}
