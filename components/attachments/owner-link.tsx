import { NamedSandbox } from "#components/sandboxes/named-sandbox.tsx";
import { sandboxHref } from "#components/sandboxes/sandbox-href.ts";
import { cn } from "#components/ui/cn.ts";
import { IntentLink } from "#components/ui/intent-link.tsx";
import { MiddleTruncate } from "#components/ui/middle-truncate.tsx";
import type { VolumeAttachment } from "#lib/api/attachments.ts";
import { attachmentsHref } from "./attachment-href.ts";

/** Whose page the list stands on: it names the other one. On the page of all, both. */
export type Owner = "volume" | "sandbox" | "all";

/** What of an attachment a list names. */
export const endsOf = (of: Owner): readonly End[] =>
  of === "all" ? ["volume", "sandbox"] : of === "volume" ? ["sandbox"] : ["volume"];

type End = "volume" | "sandbox";

const linkClass = "min-w-0 rounded-sm text-muted underline-offset-2 transition-colors hover:text-ink hover:underline";

/** The way to one end of an attachment. */
export function EndLink({
  end,
  attachment,
  className,
}: {
  end: End;
  attachment: VolumeAttachment;
  className?: string;
}) {
  return end === "sandbox" ? (
    <IntentLink href={sandboxHref(attachment.sandbox_id)} className={cn(linkClass, className)}>
      <NamedSandbox id={attachment.sandbox_id} />
    </IntentLink>
  ) : (
    <IntentLink href={attachmentsHref(attachment.volume_id)} className={cn(linkClass, className)}>
      <MiddleTruncate text={attachment.volume_name} />
    </IntentLink>
  );
}
