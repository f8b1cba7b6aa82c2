import { IntentLink } from "#components/ui/intent-link.tsx";
import { MiddleTruncate } from "#components/ui/middle-truncate.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import { AttachmentsCell } from "./attachments-cell.tsx";
import { Expiry } from "./expiry.tsx";
import { sandboxHref } from "./sandbox-href.ts";
import { SandboxMenu } from "./sandbox-menu.tsx";
import { metadataLine, sandboxName } from "./sandbox-name.ts";
import { SandboxStatus } from "./sandbox-status.tsx";
import type { SandboxListProps } from "./sandboxes-table.tsx";

/** Sandboxes on a phone. */
export function SandboxCards({ sandboxes, attachmentsOf }: SandboxListProps) {
  return (
    <ul className="flex flex-col sm:hidden">
      {sandboxes.map((sandbox) => (
        <li key={sandbox.id} className="relative flex flex-col gap-1 border-b py-2.5 pr-2 pl-4">
          <div className="flex items-center gap-2">
            <IntentLink
              href={sandboxHref(sandbox.id)}
              aria-label={sandboxName(sandbox)}
              className="min-w-0 flex-1 font-medium after:absolute after:inset-0"
            >
              <MiddleTruncate text={sandboxName(sandbox)} />
            </IntentLink>
            <div className="relative z-[1]">
              <SandboxMenu sandbox={sandbox} />
            </div>
          </div>
          <div className="flex flex-wrap items-center gap-x-4 gap-y-1">
            <SandboxStatus sandbox={sandbox} />
            <AttachmentsCell attachments={attachmentsOf(sandbox.id)} />
          </div>
          {metadataLine(sandbox) !== "" && (
            <bdi className="truncate text-caption text-muted">{metadataLine(sandbox)}</bdi>
          )}
          <div className="flex flex-wrap items-center gap-x-3 text-caption text-muted">
            <span>{sandbox.template}</span>
            <RelativeTime at={sandbox.created_at} />
            {sandbox.timeout_at !== null && <Expiry sandbox={sandbox} />}
          </div>
        </li>
      ))}
    </ul>
  );
}
