import { ApiError } from "#lib/api/api-error.ts";
import type { BulkResult } from "#lib/api/files.ts";
import type { VolumePath } from "#lib/api/paths.ts";
import type { Context } from "../context.ts";
import { translateFsError } from "../storage/fs-error.ts";

type Succeeded = BulkResult["succeeded"][number];

export type Bulk = BulkResult & {
  /** Notes how one path ended: a refusal is its own, and the others go on. */
  attempt(path: VolumePath, act: () => Succeeded | Promise<Succeeded>): Promise<void>;
  /** Notes that `path` was refused. @throws what is no refusal but an abort of the whole call */
  refuse(path: VolumePath, error: unknown): void;
  result(): BulkResult;
};

/**
 * Collects how each path of a bulk call ended.
 * @param translate says in the contract's words what the file system refuses
 */
export function createBulk(ctx: Context, translate = translateFsError): Bulk {
  const succeeded: BulkResult["succeeded"] = [];
  const failed: BulkResult["failed"] = [];
  const refuse = (path: VolumePath, thrown: unknown) => {
    const error = translate(thrown, path);
    if (error instanceof ApiError) {
      failed.push({ path, code: error.code, message: error.message });
      return;
    }
    if (error instanceof DOMException) throw error;
    ctx.system.log.error({ err: error, request_id: ctx.requestId }, "unexpected failure of one path of many");
    failed.push({ path, code: "internal_error", message: "Something went wrong on our side with this one." });
  };
  return {
    succeeded,
    failed,
    refuse,
    attempt: async (path, act) => {
      try {
        succeeded.push(await act());
      } catch (error) {
        refuse(path, error);
      }
    },
    result: () => ({ succeeded, failed }),
  };
}
