"use client";
import { useQuery } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import dynamic from "next/dynamic";
import { useState } from "react";
import { AttachmentList } from "#components/attachments/attachment-list.tsx";
import { HealthLine } from "#components/attachments/health-line.tsx";
import { useAttach } from "#components/attachments/use-attach.ts";
import { useCommands } from "#components/shell/command-palette/use-commands.ts";
import { Button } from "#components/ui/button.tsx";
import { formatBytes } from "#components/ui/format-bytes.ts";
import { Notice } from "#components/ui/notice.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import { RequestId } from "#components/ui/request-id.tsx";
import { Fact, Section } from "#components/ui/section.tsx";
import { useShortcuts } from "#components/ui/shortcuts/use-shortcuts.ts";
import { StaleNotice } from "#components/ui/stale-notice.tsx";
import { untilLoaded } from "#components/ui/until-loaded.ts";
import type { SandboxId } from "#lib/api/ids.ts";
import { MAX_ATTACHMENTS } from "#lib/api/limits.ts";
import { ROOT } from "#lib/api/paths.ts";
import { sandboxAttachments } from "#lib/queries/attachments.ts";
import { browserApi } from "#lib/queries/browser-api.ts";
import { sandboxById } from "#lib/queries/sandboxes.ts";
import { Expiry } from "./expiry.tsx";
import { ownMetadata } from "./sandbox-name.ts";
import { Snapshots } from "./snapshots.tsx";
import { actRefusal } from "./use-sandbox-acts.ts";

// Without a state of its own for loading it suspends the page around it, which would begin anew, a terminal too.
const AttachDialog = dynamic(
  untilLoaded(() => import("#components/attachments/attach-dialog.tsx").then((loaded) => loaded.AttachDialog)),
  { loading: () => null },
);
const TimeoutDialog = dynamic(
  untilLoaded(() => import("./timeout-dialog.tsx").then((loaded) => loaded.TimeoutDialog)),
  {
    loading: () => null,
  },
);

const MiB = 1024 * 1024;

/** How a sandbox stands: its mounts, what it was given, how long it lives. */
export function SandboxOverview({ id }: { id: SandboxId }) {
  const query = useQuery(sandboxById(browserApi, id));
  const attachments = useQuery(sandboxAttachments(browserApi, id));
  const { form, setForm, submit } = useAttach();
  const [changingTimeout, setChangingTimeout] = useState(false);
  const { data: sandbox } = query;
  const count = attachments.data?.length ?? 0;
  const full = count >= MAX_ATTACHMENTS ? `It has ${MAX_ATTACHMENTS} attachments. Detach one of them first.` : null;
  const refusal = (sandbox ? actRefusal(sandbox, "attach") : null) ?? full;
  const open = () =>
    setForm({
      sandboxId: id,
      refusal: null,
      draft: { key: 0, volumeId: null, mountPath: "", subpath: ROOT, readOnly: false },
    });
  useShortcuts([
    { id: "sandbox.attach", keys: "N", scope: "Sandbox", label: "Attach", enabled: refusal === null, run: open },
  ]);
  useCommands("Sandbox", [
    {
      id: "sandbox.attach",
      label: "Attach a volume",
      icon: <Plus aria-hidden="true" />,
      keywords: ["mount"],
      keys: "N",
      reason: refusal,
      run: open,
    },
  ]);
  if (sandbox === undefined) return null;
  const metadata = ownMetadata(sandbox);
  const isOver = sandbox.status === "destroyed";
  const attach = (
    <Button variant="primary" size="sm" reason={refusal} onClick={open}>
      <Plus className="size-4" aria-hidden="true" />
      Attach
    </Button>
  );
  return (
    <>
      <div className="flex flex-col gap-3 px-4 pt-4 empty:hidden">
        <StaleNotice query={query} />
        {isOver && <Notice>This sandbox is destroyed. Its own files are gone; volumes keep theirs.</Notice>}
        {sandbox.unreachable_since && (
          <Notice tone="bad">
            The machine that runs this sandbox was last heard from <RelativeTime at={sandbox.unreachable_since} />. What
            is shown here is from then. Start its control plane again; if the machine is gone for good, an operator can
            forget it, which destroys the sandbox and lets its volumes go.
          </Notice>
        )}
        {sandbox.error_message !== null && (
          <Notice tone="bad">
            <span className="wrap-anywhere">{sandbox.error_message}</span>
            {sandbox.error_code !== null && <RequestId code={sandbox.error_code} requestId={null} />}
          </Notice>
        )}
      </div>
      <section aria-labelledby="sandbox-attachments" className="flex flex-col">
        <header className="flex flex-wrap items-center gap-x-4 gap-y-2 px-4 pt-4 pb-3">
          <h2 id="sandbox-attachments" className="font-semibold">
            Attachments
          </h2>
          <span className="text-muted">
            {count} of {MAX_ATTACHMENTS}
          </span>
          <HealthLine attachments={attachments.data} />
          <div className="ml-auto">{attach}</div>
        </header>
        <AttachmentList
          of="sandbox"
          query={attachments}
          empty={
            <p className="mx-4 rounded-md border border-dashed px-4 py-6 text-center text-muted">
              No volume is mounted here.{!isOver && " Attach one, and what runs inside sees it at once."}
            </p>
          }
        />
      </section>
      <div className="flex max-w-4xl flex-col gap-6 px-4 pt-6 pb-12">
        <Section title="Sandbox">
          <Fact label="Template">{sandbox.template}</Fact>
          <Fact label="Size">
            {sandbox.config.vcpus} {sandbox.config.vcpus === 1 ? "vCPU" : "vCPUs"},{" "}
            {formatBytes(sandbox.config.memory_mb * MiB)} of memory
            {sandbox.config.disk_mb !== null &&
              `, ${formatBytes(sandbox.config.disk_mb * MiB)} of disk asked for, not enforced`}
          </Fact>
          <Fact label="Working directory">
            <span className="font-mono">{sandbox.cwd}</span>
          </Fact>
          <Fact label="Created">
            <RelativeTime at={sandbox.created_at} />
          </Fact>
          <Fact label="Timeout">
            <span className="flex flex-wrap items-center gap-3">
              <Expiry sandbox={sandbox} />
              <Button
                size="sm"
                reason={isOver ? "It is destroyed." : actRefusal(sandbox, "destroy")}
                onClick={() => setChangingTimeout(true)}
              >
                Change…
              </Button>
            </span>
          </Fact>
        </Section>
        {metadata.length > 0 && (
          <Section title="Metadata">
            {metadata.map(({ key, value }) => (
              <Fact key={key} label={key}>
                <span className="font-mono wrap-anywhere">{value}</span>
              </Fact>
            ))}
          </Section>
        )}
        {!isOver && <Snapshots sandbox={sandbox} refusal={actRefusal(sandbox, "fork")} />}
      </div>
      {form !== null && (
        <AttachDialog of="sandbox" form={form} onChange={setForm} onSubmit={submit} onClose={() => setForm(null)} />
      )}
      {changingTimeout && <TimeoutDialog sandbox={sandbox} onClose={() => setChangingTimeout(false)} />}
    </>
  );
}
