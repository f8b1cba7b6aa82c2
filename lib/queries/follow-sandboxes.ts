import type { QueryClient } from "@tanstack/react-query";
import type { NullspaceEvent } from "#lib/api/events.ts";
import type { Sandbox } from "#lib/api/sandboxes.ts";
import { attachmentKeys } from "./attachments.ts";
import { dropAttachments, patchAttachments } from "./patch-attachments.ts";
import { refetchSoon } from "./refetch-soon.ts";
import { sandboxKeys } from "./sandboxes.ts";
import { volumeKeys } from "./volumes.ts";

type EventOf<Type extends NullspaceEvent["type"]> = Extract<NullspaceEvent, { type: Type }>;

/** The new state is shown at once; what follows from it (actions, holders, the volume's status) is read again. */
export function followAttachment(
  cache: QueryClient,
  event: EventOf<"attachment.changed"> | EventOf<"attachment.health_changed">,
): void {
  const { attachment_id, volume_id, sandbox_id } = event;
  if (event.type === "attachment.changed") {
    const { to, error_code, error_message } = event.data;
    const ids = new Set([attachment_id]);
    patchAttachments(cache, ids, {
      state: to,
      state_since: event.at,
      updated_at: event.at,
      last_error_code: error_code,
      last_error_message: error_message,
      ...(to === "releasing" ? {} : { holders: [] }),
    });
    if (to === "released") dropAttachments(cache, ids);
  }
  for (const key of [attachmentKeys.all, attachmentKeys.of(volume_id), attachmentKeys.of(sandbox_id)])
    refetchSoon(cache, key);
  refetchSoon(cache, attachmentKeys.one(attachment_id));
  refetchSoon(cache, attachmentKeys.story(attachment_id));
  // How many mounts it has, whether it is degraded, whether it may be deleted.
  refetchSoon(cache, volumeKeys.list);
  refetchSoon(cache, volumeKeys.one(volume_id));
}

export function followSandbox(cache: QueryClient, event: EventOf<"sandbox.changed">): void {
  const { sandbox_id: id, data } = event;
  const patch = (sandbox: Sandbox): Sandbox =>
    sandbox.id === id ? { ...sandbox, status: data.to, operation: null } : sandbox;
  cache.setQueryData<Sandbox[]>(sandboxKeys.list, (list) =>
    data.to === "destroyed" ? list?.filter((sandbox) => sandbox.id !== id) : list?.map(patch),
  );
  cache.setQueryData<Sandbox>(sandboxKeys.one(id), (sandbox) => sandbox && patch(sandbox));
  for (const key of [sandboxKeys.list, sandboxKeys.one(id), attachmentKeys.of(id)]) refetchSoon(cache, key);
}
