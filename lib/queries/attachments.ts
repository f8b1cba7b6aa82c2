import { queryOptions } from "@tanstack/react-query";
import type { NullspaceClient } from "#lib/api/client/client.ts";
import type { AttachmentId, SandboxId, VolumeId } from "#lib/api/ids.ts";

/** Every list is under `lists`, so that one change reaches all that show it. */
export const attachmentKeys = {
  everything: ["attachments"] as const,
  lists: ["attachments", "list"] as const,
  all: ["attachments", "list", "all"] as const,
  of: (owner: VolumeId | SandboxId) => ["attachments", "list", owner] as const,
  one: (id: AttachmentId) => ["attachments", "one", id] as const,
  story: (id: AttachmentId) => ["attachments", "story", id] as const,
};

/** Health is looked at in the background and told only when it turns: read again, so that the time of the look is true. */
const HEALTH_MS = 30_000;
/** Events of an attachment that its page reads at once. */
const STORY_EVENTS = 100;

/** Every active attachment of the team. */
export const attachmentList = (api: NullspaceClient) =>
  queryOptions({
    queryKey: attachmentKeys.all,
    queryFn: ({ signal }) => api.attachments.list({}, { signal }),
    refetchInterval: HEALTH_MS,
  });

export const volumeAttachments = (api: NullspaceClient, id: VolumeId) =>
  queryOptions({
    queryKey: attachmentKeys.of(id),
    queryFn: ({ signal }) => api.attachments.ofVolume(id, { signal }),
    refetchInterval: HEALTH_MS,
  });

export const sandboxAttachments = (api: NullspaceClient, id: SandboxId) =>
  queryOptions({
    queryKey: attachmentKeys.of(id),
    queryFn: ({ signal }) => api.attachments.ofSandbox(id, { signal }),
    refetchInterval: HEALTH_MS,
  });

/** One attachment with its last checks. */
export const attachmentById = (api: NullspaceClient, id: AttachmentId) =>
  queryOptions({
    queryKey: attachmentKeys.one(id),
    queryFn: ({ signal }) => api.attachments.get(id, { signal }),
    refetchInterval: HEALTH_MS / 2,
  });

/** What happened to it, newest first. */
export const attachmentStory = (api: NullspaceClient, id: AttachmentId) =>
  queryOptions({
    queryKey: attachmentKeys.story(id),
    queryFn: async ({ signal }) => (await api.events.list({ attachment: id, limit: STORY_EVENTS }, { signal })).events,
  });
