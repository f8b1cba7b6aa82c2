"use client";
import { useQuery } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import dynamic from "next/dynamic";
import { RuntimeNotice } from "#components/sandboxes/runtime-notice.tsx";
import { useRuntime } from "#components/sandboxes/use-runtime.ts";
import { actRefusal } from "#components/sandboxes/use-sandbox-acts.ts";
import { useCommands } from "#components/shell/command-palette/use-commands.ts";
import { Button } from "#components/ui/button.tsx";
import { useShortcuts } from "#components/ui/shortcuts/use-shortcuts.ts";
import { untilLoaded } from "#components/ui/until-loaded.ts";
import { createRefusal } from "#components/volumes/may-create.ts";
import type { Role } from "#lib/api/identity.ts";
import type { VolumeId } from "#lib/api/ids.ts";
import { ROOT } from "#lib/api/paths.ts";
import type { Sandbox } from "#lib/api/sandboxes.ts";
import { volumeAttachments } from "#lib/queries/attachments.ts";
import { browserApi } from "#lib/queries/browser-api.ts";
import { sandboxList } from "#lib/queries/sandboxes.ts";
import { volumeById } from "#lib/queries/volumes.ts";
import { AttachmentList } from "./attachment-list.tsx";
import { EmptyAttachments } from "./empty-attachments.tsx";
import { HealthLine } from "./health-line.tsx";
import { defaultMountPath } from "./mount-draft.ts";
import { useAttach } from "./use-attach.ts";

// Without a state of its own for loading it suspends the page around it, which would begin anew, a terminal too.
const AttachDialog = dynamic(
  untilLoaded(() => import("./attach-dialog.tsx").then((loaded) => loaded.AttachDialog)),
  {
    loading: () => null,
  },
);

/** Why no sandbox can take the volume; null when one can. */
function noSandbox(sandboxes: readonly Sandbox[] | undefined): string | null {
  if (sandboxes === undefined || sandboxes.some((sandbox) => actRefusal(sandbox, "attach") === null)) return null;
  return "No sandbox is running. Make or resume one first.";
}

/** Where a volume is mounted, how each mount does, and the way to mount it elsewhere. */
export function VolumeAttachmentsPage({ id, role }: { id: VolumeId; role: Role }) {
  const { data: volume } = useQuery(volumeById(browserApi, id));
  const { data: sandboxes } = useQuery(sandboxList(browserApi));
  const query = useQuery(volumeAttachments(browserApi, id));
  const { refusal: runtime } = useRuntime();
  const { form, setForm, submit } = useAttach();
  const refusal = createRefusal(role) ?? runtime ?? noSandbox(sandboxes);
  const open = () =>
    setForm({
      sandboxId: null,
      refusal: null,
      draft: {
        key: 0,
        volumeId: id,
        mountPath: volume === undefined ? "" : defaultMountPath(volume.name),
        subpath: ROOT,
        readOnly: false,
      },
    });
  useShortcuts([
    { id: "attachments.new", keys: "N", scope: "Attachments", label: "Attach", enabled: refusal === null, run: open },
  ]);
  useCommands("Attachments", [
    {
      id: "attachments.new",
      label: "Attach this volume to a sandbox",
      icon: <Plus aria-hidden="true" />,
      keywords: ["mount"],
      keys: "N",
      reason: refusal,
      run: open,
    },
  ]);
  const attach = (
    <Button variant="primary" reason={refusal} onClick={open}>
      <Plus className="size-4" aria-hidden="true" />
      Attach
    </Button>
  );
  return (
    <>
      <div className="flex items-center gap-3 px-4 py-3">
        <h2 className="sr-only">Attachments</h2>
        <HealthLine attachments={query.data} />
        {query.data !== undefined && query.data.length > 0 && <div className="ml-auto">{attach}</div>}
      </div>
      <RuntimeNotice />
      <AttachmentList
        of="volume"
        query={query}
        empty={<EmptyAttachments volumeName={volume?.name ?? ""} action={attach} possible={runtime === null} />}
      />
      {form !== null && (
        <AttachDialog of="volume" form={form} onChange={setForm} onSubmit={submit} onClose={() => setForm(null)} />
      )}
    </>
  );
}
