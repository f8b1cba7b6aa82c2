import { attachmentHref } from "#components/attachments/attachment-href.ts";
import { sandboxHref } from "#components/sandboxes/sandbox-href.ts";
import type { StatusTone } from "#components/ui/status.tsx";
import { volumeHref } from "#components/volumes/volume-href.ts";
import type { Alert, AlertKind } from "#lib/api/alerts.ts";
import type { AttachmentId, SandboxId, VolumeId } from "#lib/api/ids.ts";

/** A kind of alert, for lists, toasts and the choice of what a webhook is told. */
export const ALERT_KINDS: Record<AlertKind, { title: string; note: string; tone: StatusTone }> = {
  volume_over_80: { title: "Volume nearly full", note: "Over 80 % of its cap", tone: "warn" },
  volume_over_95: { title: "Volume full or about to be", note: "Over 95 % of its cap", tone: "bad" },
  attachment_failed: { title: "Attachment failed", note: "A mount that broke or could not be made", tone: "bad" },
  sandbox_error: { title: "Sandbox failed", note: "A sandbox in error", tone: "bad" },
  webhook_disabled: { title: "Webhook turned off", note: "Nothing arrived for a day", tone: "warn" },
};

/** An event carries its kind as a word: a newer server may know others. */
export const isAlertKind = (kind: string): kind is AlertKind => Object.hasOwn(ALERT_KINDS, kind);

type About = { attachment_id?: AttachmentId | null; sandbox_id?: SandboxId | null; volume_id?: VolumeId | null };

/** Where one can do something about it. */
export function alertHref({ attachment_id, sandbox_id, volume_id }: About) {
  if (attachment_id && volume_id) return attachmentHref(volume_id, attachment_id);
  if (sandbox_id) return sandboxHref(sandbox_id);
  if (volume_id) return volumeHref(volume_id);
  return "/team" as const;
}

/** The worst first, then the newest. */
export const byUrgency = (a: Alert, b: Alert): number => {
  const rank = ({ kind }: Alert) => (ALERT_KINDS[kind].tone === "bad" ? 0 : 1);
  return rank(a) - rank(b) || b.raised_at.localeCompare(a.raised_at);
};
