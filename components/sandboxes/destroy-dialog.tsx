"use client";
import { useQuery } from "@tanstack/react-query";
import { ConfirmDialog } from "#components/ui/confirm-dialog.tsx";
import type { Sandbox } from "#lib/api/sandboxes.ts";
import { sandboxAttachments } from "#lib/queries/attachments.ts";
import { browserApi } from "#lib/queries/browser-api.ts";
import { sandboxProcesses } from "#lib/queries/sandboxes.ts";
import { sandboxName } from "./sandbox-name.ts";

type DestroyDialogProps = { sandbox: Sandbox; onClose: () => void; onConfirm: () => void };

const counted = (count: number, one: string, many: string) => `${count} ${count === 1 ? one : many}`;

/** Names what goes with a sandbox, and what stays. */
export function DestroyDialog({ sandbox, onClose, onConfirm }: DestroyDialogProps) {
  const isRunning = sandbox.status === "running";
  const { data: processes } = useQuery({ ...sandboxProcesses(browserApi, sandbox.id), enabled: isRunning });
  const { data: attachments = [] } = useQuery(sandboxAttachments(browserApi, sandbox.id));
  const running = processes?.filter((process) => process.running).length;
  return (
    <ConfirmDialog
      open
      onOpenChange={onClose}
      title={`Destroy ${sandboxName(sandbox)}?`}
      action="Destroy sandbox"
      onConfirm={() => {
        onClose();
        onConfirm();
      }}
    >
      <p>What will be lost, for good:</p>
      <ul className="mt-1 list-disc pl-5 text-ink">
        <li>the sandbox's own files, so all that is not on a volume</li>
        {isRunning && running !== 0 && (
          <li>
            {running === undefined ? "what runs inside" : counted(running, "running process", "running processes")}
          </li>
        )}
        {attachments.length > 0 && <li>{counted(attachments.length, "attachment", "attachments")}</li>}
      </ul>
      <p className="mt-2">Volumes keep their files, and snapshots stay.</p>
    </ConfirmDialog>
  );
}
