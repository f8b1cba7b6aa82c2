"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { X } from "lucide-react";
import { useEffect } from "react";
import { Button } from "#components/ui/button.tsx";
import { formatBytes } from "#components/ui/format-bytes.ts";
import { IconButton } from "#components/ui/icon-button.tsx";
import { MiddleTruncate } from "#components/ui/middle-truncate.tsx";
import { Status } from "#components/ui/status.tsx";
import { loadToast } from "#components/ui/toast.ts";
import { useAct } from "#components/ui/use-act.ts";
import { abortUploadAction } from "#lib/actions/uploads.ts";
import { fingerprintOf } from "#lib/api/client/fingerprint.ts";
import type { FileRoot, NamedRoot } from "#lib/api/file-root.ts";
import { nameOf, parentOf, parseVolumePath, type VolumePath } from "#lib/api/paths.ts";
import type { UnfinishedUpload } from "#lib/api/uploads.ts";
import { unfinishedUploads, uploadKeys } from "#lib/queries/uploads.ts";
import { pickFiles } from "../dropped-tree.ts";
import { useUploader, useUploadsView } from "../uploader-context.ts";
import { heldSessions } from "./session-locks.ts";
import { useRootName } from "./use-root-name.ts";
import { useSessionsElsewhere } from "./use-sessions-elsewhere.ts";

/**
 * What an earlier visit left unfinished in a volume or a sandbox, each to go on with or to discard. Nothing to see when there
 * is none.
 */
export function UnfinishedUploads({ root }: { root: FileRoot }) {
  const cache = useQueryClient();
  const { list } = useUploadsView().uploads;
  const here = new Set(list.map(({ session }) => session));
  const { data } = useQuery(unfinishedUploads(root));
  const name = useRootName(root);
  // What this page sends is not left behind; when it is over, what is left may be another thing.
  const sessions = [...here].join();
  useEffect(() => {
    void sessions;
    void cache.invalidateQueries({ queryKey: uploadKeys.unfinished(root) });
  }, [cache, root, sessions]);
  const resumable = (data ?? []).filter(
    (one) => one.kind === "file" && !here.has(one.upload_id) && Date.parse(one.expires_at) > Date.now(),
  );
  const elsewhere = useSessionsElsewhere(resumable.map((one) => one.upload_id));
  if (elsewhere === null || name === undefined) return null;
  const left = resumable.filter((one) => !elsewhere.has(one.upload_id));
  if (left.length === 0) return null;
  return (
    <section aria-label="Left unfinished" className="max-h-[30dvh] shrink-0 overflow-y-auto border-t bg-panel">
      <ul>
        {left.map((one) => {
          const parsed = parseVolumePath(one.target_path);
          return parsed.ok ? (
            <Row key={one.upload_id} upload={one} path={parsed.path} root={{ ...root, name }} />
          ) : null;
        })}
      </ul>
    </section>
  );
}

type RowProps = { upload: UnfinishedUpload; path: VolumePath; root: NamedRoot };

function Row({ upload, path, root }: RowProps) {
  const uploader = useUploader();
  const { kind, id } = root;
  const discard = useAct(abortUploadAction, {
    failed: "The upload was not discarded",
    onDone: (_data, _input, cache) => void cache.invalidateQueries({ queryKey: uploadKeys.unfinished(root) }),
  });
  const name = nameOf(path);
  const giveUp = async () => {
    if ((await heldSessions([upload.upload_id])).length > 0)
      return void (await loadToast()).warning(`${name} is being sent in another tab`, {
        description: "Cancel it there.",
      });
    discard.mutate({ root: { kind, id }, uploadId: upload.upload_id });
  };
  const pick = async () => {
    const file = (await pickFiles("files"))?.files[0]?.file;
    if (!file) return;
    if ((await fingerprintOf(file)) !== upload.metadata.fingerprint)
      return void (await loadToast()).warning("This is another file", {
        description: `${name} was begun with a file of ${formatBytes(upload.content_length)} that has other contents or was changed since. Pick that one, or discard the upload and begin anew.`,
      });
    const content = { kind: "file", file } as const;
    uploader.add([{ root, directory: parentOf(path), target: path, content, size: file.size }]);
  };
  return (
    <li className="flex min-h-11 items-center gap-3 border-b px-3 py-1 last:border-b-0">
      <div className="min-w-0 flex-1">
        <MiddleTruncate text={name} />
        <span className="block text-caption text-muted">
          <Status tone="paused">
            {`${formatBytes(upload.accepted_bytes)} of ${formatBytes(upload.content_length)} · drop or pick the same file to go on`}
          </Status>
        </span>
      </div>
      <Button size="sm" onClick={pick} aria-label={`Pick ${name} to go on`}>
        Pick file…
      </Button>
      <IconButton label={`Discard ${name}`} disabled={discard.isPending} onClick={() => void giveUp()}>
        <X aria-hidden="true" />
      </IconButton>
    </li>
  );
}
