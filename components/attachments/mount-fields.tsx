"use client";
import { FolderOpen } from "lucide-react";
import { useId, useState } from "react";
import { FolderPicker } from "#components/files/dialogs/folder-picker.tsx";
import { Button } from "#components/ui/button.tsx";
import { Checkbox } from "#components/ui/checkbox.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { volumeRoot } from "#lib/api/file-root.ts";
import { ROOT } from "#lib/api/paths.ts";
import { type MountDraft, mountPathProblem } from "./mount-draft.ts";

type MountFieldsProps = {
  draft: MountDraft;
  onChange: (change: Partial<MountDraft>) => void;
  /** Mount paths that this one must keep clear of. */
  taken: readonly string[];
};

/** Where in the sandbox, which folder of the volume, and whether it may be written. */
export function MountFields({ draft, onChange, taken }: MountFieldsProps) {
  const readOnly = useId();
  const [browsing, setBrowsing] = useState(false);
  const problem = mountPathProblem(draft.mountPath, taken);
  return (
    <>
      <Field
        label="Mount path"
        hint="Where the files appear inside the sandbox. Missing folders are made."
        error={draft.mountPath === "" ? null : problem}
      >
        <Input
          value={draft.mountPath}
          onChange={(event) => onChange({ mountPath: event.target.value })}
          autoCapitalize="none"
          placeholder="/workspace/shared"
          className="font-mono"
        />
      </Field>
      <div className="flex flex-col gap-1">
        <span className="font-medium">Folder of the volume</span>
        {browsing && draft.volumeId !== null ? (
          <>
            <FolderPicker
              root={volumeRoot(draft.volumeId)}
              value={draft.subpath}
              onChange={(subpath) => onChange({ subpath })}
              refuse={() => null}
            />
            <div className="flex justify-end">
              <Button size="sm" onClick={() => setBrowsing(false)}>
                {draft.subpath === ROOT ? "Mount the whole volume" : "Mount this folder"}
              </Button>
            </div>
          </>
        ) : (
          <Button
            className="w-full justify-start font-normal"
            reason={draft.volumeId === null ? "Choose a volume first." : null}
            aria-label={`Browse: ${draft.subpath === ROOT ? "the whole volume" : draft.subpath}`}
            onClick={() => setBrowsing(true)}
          >
            <FolderOpen className="size-4 shrink-0 text-faint" aria-hidden="true" />
            {draft.subpath === ROOT ? (
              "The whole volume"
            ) : (
              <span className="min-w-0 truncate font-mono">{draft.subpath}</span>
            )}
          </Button>
        )}
      </div>
      <label htmlFor={readOnly} className="flex items-start gap-2">
        <Checkbox
          id={readOnly}
          checked={draft.readOnly}
          onCheckedChange={(checked) => onChange({ readOnly: checked === true })}
          className="mt-0.5"
        />
        <span>
          Read-only
          <span className="block text-caption text-faint">
            Held by the kernel inside the sandbox. The API and other mounts still write.
          </span>
        </span>
      </label>
    </>
  );
}
