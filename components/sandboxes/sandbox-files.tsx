"use client";
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { FileManager } from "#components/files/file-manager.tsx";
import { mountsOf } from "#components/files/model/mounts.ts";
import type { PanesLayout } from "#components/files/panes-layout.ts";
import { SearchShortcut } from "#components/search/search-shortcut.tsx";
import { type NamedRoot, sandboxRoot } from "#lib/api/file-root.ts";
import type { SandboxId } from "#lib/api/ids.ts";
import { sandboxAttachments } from "#lib/queries/attachments.ts";
import { browserApi } from "#lib/queries/browser-api.ts";
import { sandboxById } from "#lib/queries/sandboxes.ts";
import { sandboxName } from "./sandbox-name.ts";
import { UnreachableFiles } from "./unreachable-files.tsx";
import { actRefusal } from "./use-sandbox-acts.ts";

type SandboxFilesProps = {
  id: SandboxId;
  /** Where the control plane is reached from outside. */
  apiUrl: string;
  panes: PanesLayout;
};

/** The files of a sandbox as its processes see them, while it runs. */
export function SandboxFiles({ id, ...rest }: SandboxFilesProps) {
  const { data: sandbox } = useQuery(sandboxById(browserApi, id));
  const { data: attachments } = useQuery(sandboxAttachments(browserApi, id));
  const name = sandbox === undefined ? id : sandboxName(sandbox);
  const root = useMemo((): NamedRoot => ({ ...sandboxRoot(id), name }), [id, name]);
  const mounts = useMemo(() => mountsOf(attachments ?? []), [attachments]);
  if (sandbox === undefined) return null;
  if (sandbox.status !== "running" || sandbox.unreachable_since) return <UnreachableFiles sandbox={sandbox} />;
  return (
    <>
      <SearchShortcut root={root} />
      <FileManager root={root} readOnly={actRefusal(sandbox, "exec")} mounts={mounts} {...rest} />
    </>
  );
}
