import type { QueryClient } from "@tanstack/react-query";
import type { AttachmentDetail, VolumeAttachment } from "#lib/api/attachments.ts";
import type { AttachmentId } from "#lib/api/ids.ts";
import { attachmentKeys } from "./attachments.ts";

type Change = Partial<Omit<VolumeAttachment, "id">>;

/** Changes what every list and page in the cache shows of some attachments. */
export function patchAttachments(cache: QueryClient, ids: ReadonlySet<AttachmentId>, change: Change): void {
  cache.setQueriesData<VolumeAttachment[]>({ queryKey: attachmentKeys.lists }, (list) =>
    list?.map((attachment) => (ids.has(attachment.id) ? { ...attachment, ...change } : attachment)),
  );
  for (const id of ids)
    cache.setQueryData<AttachmentDetail>(attachmentKeys.one(id), (detail) => detail && { ...detail, ...change });
}

/** Shows a change at once, in place of answers that are under way; answers how to take it back. */
export function tryAttachments(cache: QueryClient, ids: ReadonlySet<AttachmentId>, change: Change): () => void {
  void cache.cancelQueries({ queryKey: attachmentKeys.lists });
  const known = cache.getQueriesData<VolumeAttachment[]>({ queryKey: attachmentKeys.lists });
  const before = new Map(known.flatMap(([, list]) => list ?? []).map((attachment) => [attachment.id, attachment]));
  patchAttachments(cache, ids, change);
  return () => {
    for (const id of ids) {
      const { state, state_since } = before.get(id) ?? {};
      if (state !== undefined && state_since !== undefined)
        patchAttachments(cache, new Set([id]), { state, state_since });
    }
    void cache.invalidateQueries({ queryKey: attachmentKeys.everything });
  };
}

/** Puts what the control plane answered into the lists it belongs to; an answer older than what is known is left out. */
export function putAttachment(cache: QueryClient, answer: VolumeAttachment): void {
  const put = (list: VolumeAttachment[] | undefined) => {
    if (list === undefined) return undefined;
    const known = list.find(({ id }) => id === answer.id);
    if (known === undefined) return [...list, answer];
    return known.updated_at > answer.updated_at ? list : list.map((one) => (one === known ? answer : one));
  };
  for (const key of [attachmentKeys.all, attachmentKeys.of(answer.volume_id), attachmentKeys.of(answer.sandbox_id)])
    cache.setQueryData<VolumeAttachment[]>(key, put);
}

/** Takes attachments out of every list: they are released, or never came to be. */
export function dropAttachments(cache: QueryClient, ids: ReadonlySet<AttachmentId>): void {
  cache.setQueriesData<VolumeAttachment[]>({ queryKey: attachmentKeys.lists }, (list) =>
    list?.filter(({ id }) => !ids.has(id)),
  );
}
