"use client";
import { cn } from "#components/ui/cn.ts";
import { IntentLink } from "#components/ui/intent-link.tsx";
import { MiddleTruncate } from "#components/ui/middle-truncate.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import type { VolumeAttachment } from "#lib/api/attachments.ts";
import type { SandboxId } from "#lib/api/ids.ts";
import type { Sandbox } from "#lib/api/sandboxes.ts";
import { AttachmentsCell } from "./attachments-cell.tsx";
import { Expiry } from "./expiry.tsx";
import { sandboxHref } from "./sandbox-href.ts";
import { SandboxMenu } from "./sandbox-menu.tsx";
import { metadataLine, sandboxName } from "./sandbox-name.ts";
import { SandboxStatus } from "./sandbox-status.tsx";

export type SandboxListProps = {
  sandboxes: readonly Sandbox[];
  attachmentsOf: (id: SandboxId) => readonly VolumeAttachment[];
};

/** What goes first where room is short; the width is that of the list, not of the window. */
const COLUMNS = [
  { label: "Sandbox", className: "w-auto" },
  { label: "Status", className: "w-32" },
  { label: "Template", className: "w-32 @max-[900px]:hidden" },
  { label: "Attachments", className: "w-60 @max-[900px]:w-44" },
  { label: "Age", className: "w-28 @max-[900px]:w-24 @max-[760px]:hidden" },
  { label: "Timeout", className: "w-48 @max-[900px]:w-40 @max-[680px]:hidden" },
] as const;

const cell = "h-9 border-b px-2";

/** Sandboxes where there is room for columns. */
export function SandboxesTable({ sandboxes, attachmentsOf }: SandboxListProps) {
  return (
    <table className="w-full table-fixed border-separate border-spacing-0 max-sm:hidden">
      <thead className="sticky top-0 z-10 bg-panel">
        <tr>
          {COLUMNS.map(({ label, className }) => (
            <th
              key={label}
              scope="col"
              className={cn("h-8 border-b px-2 text-left text-caption font-medium text-muted first:pl-4", className)}
            >
              {label}
            </th>
          ))}
          <th scope="col" className="w-11 border-b pr-3">
            <span className="sr-only">Actions</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {sandboxes.map((sandbox) => {
          const name = sandboxName(sandbox);
          const metadata = metadataLine(sandbox);
          return (
            <tr key={sandbox.id} className="relative transition-colors hover:bg-hover">
              <td className={cn(cell, "pl-4")}>
                {/* The link covers its row, so that a press anywhere opens the sandbox. */}
                <IntentLink
                  href={sandboxHref(sandbox.id)}
                  className="flex min-w-0 items-baseline gap-2 rounded-sm font-medium after:absolute after:inset-0 focus-visible:outline-none focus-visible:after:rounded-sm focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-link"
                >
                  <MiddleTruncate
                    text={name}
                    className={cn("shrink-0", name === sandbox.id ? "font-mono" : "max-w-[60%]")}
                  />
                  {name !== sandbox.id && (
                    <span className="truncate font-mono text-caption font-normal text-faint">{sandbox.id}</span>
                  )}
                  {metadata !== "" && (
                    <bdi title={metadata} className="min-w-0 flex-1 truncate text-caption font-normal text-muted">
                      {metadata}
                    </bdi>
                  )}
                </IntentLink>
              </td>
              <td className={cell}>
                <SandboxStatus sandbox={sandbox} />
              </td>
              <td className={cn(cell, "text-muted @max-[900px]:hidden")}>{sandbox.template}</td>
              <td className={cell}>
                <AttachmentsCell attachments={attachmentsOf(sandbox.id)} />
              </td>
              <td className={cn(cell, "text-muted @max-[760px]:hidden")}>
                <RelativeTime at={sandbox.created_at} />
              </td>
              <td className={cn(cell, "text-muted @max-[680px]:hidden")}>
                <Expiry sandbox={sandbox} />
              </td>
              <td className={cn(cell, "relative z-[1] pr-3 text-right")}>
                <SandboxMenu sandbox={sandbox} />
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
