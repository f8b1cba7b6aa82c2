"use client";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { perform } from "#components/ui/use-act.ts";
import { attachAction } from "#lib/actions/attachments.ts";
import type { VolumeAttachment } from "#lib/api/attachments.ts";
import type { AttachmentId, SandboxId, VolumeId } from "#lib/api/ids.ts";
import { ROOT } from "#lib/api/paths.ts";
import { attachmentKeys } from "#lib/queries/attachments.ts";
import { dropAttachments, putAttachment } from "#lib/queries/patch-attachments.ts";
import { type MountDraft, requestOf } from "./mount-draft.ts";

/** What is filled in, and why the last try was refused. */
export type AttachForm = { sandboxId: SandboxId | null; draft: MountDraft; refusal: unknown };

let tries = 0;

/** Stands in the lists until the control plane has answered. Nothing is ever asked under its id: its acts are off. */
function placeholder(sandbox: SandboxId, volume: VolumeId, name: string, draft: MountDraft): VolumeAttachment {
  const now = new Date().toISOString();
  const off = { allowed: false, reason: "It is being asked for." };
  return {
    id: `att_asking${++tries}` as AttachmentId,
    volume_id: volume,
    volume_name: name,
    sandbox_id: sandbox,
    mount_path: draft.mountPath,
    subpath: draft.subpath === ROOT ? null : draft.subpath,
    read_only: draft.readOnly,
    state: "requested",
    state_since: now,
    created_at: now,
    updated_at: now,
    last_error_code: null,
    last_error_message: null,
    health: null,
    holders: [],
    actions: { detach: off, remount: off },
  };
}

/**
 * The form that attaches a volume. It closes at once and the attachment shows as requested; refused, it comes back as it
 * was filled in, with the reason.
 */
export function useAttach() {
  const cache = useQueryClient();
  const [form, setForm] = useState<AttachForm | null>(null);
  const submit = async ({ sandboxId, draft }: AttachForm, volumeName: string) => {
    const mount = requestOf(draft);
    if (sandboxId === null || draft.volumeId === null || mount === null) return;
    setForm(null);
    // An answer under way would not know of it.
    void cache.cancelQueries({ queryKey: attachmentKeys.lists });
    const asked = placeholder(sandboxId, draft.volumeId, volumeName, draft);
    putAttachment(cache, asked);
    try {
      const attachment = await perform(attachAction, { sandboxId, ...mount });
      dropAttachments(cache, new Set([asked.id]));
      putAttachment(cache, attachment);
    } catch (error) {
      dropAttachments(cache, new Set([asked.id]));
      setForm({ sandboxId, draft, refusal: error });
    }
  };
  return { form, setForm, submit };
}
