import type { VolumePath } from "../paths.ts";
import type { Grant, PublishedFile } from "../transfers.ts";
import type { Bytes } from "./bytes.ts";
import { type SendOptions, sendByGrant } from "./send-by-grant.ts";
import type { transfers } from "./transfers.ts";

type Transfers<Id extends string> = Pick<ReturnType<typeof transfers<Id>>, "uploadGrants">;

/**
 * Asks for the grant of one file.
 * @param size in bytes; left out, the file may be of any
 * @throws ApiError as the server refuses it
 */
export async function uploadGrantFor<Id extends string>(
  calls: Transfers<Id>,
  id: Id,
  path: VolumePath,
  { size, signal }: Pick<SendOptions, "size" | "signal"> = {},
): Promise<Grant> {
  const asked = { path, ...(size !== undefined && { content_length: size }) };
  const { grants } = await calls.uploadGrants(id, { files: [asked] }, { signal });
  const [grant] = grants;
  if (grant === undefined) throw new Error("the control plane answered no grant");
  return grant;
}

/**
 * Sends a file whole, by a grant of its own.
 * @param options.size how many bytes it has
 * @throws ApiError as the server refuses it, and as `sendByGrant`
 */
export async function uploadByGrant<Id extends string>(
  calls: Transfers<Id>,
  id: Id,
  path: VolumePath,
  bytes: Bytes,
  options: SendOptions & { size: number },
): Promise<PublishedFile> {
  return sendByGrant(await uploadGrantFor(calls, id, path, options), bytes, options);
}
