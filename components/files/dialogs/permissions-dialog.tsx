"use client";
import { type FormEvent, useId, useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { Checkbox } from "#components/ui/checkbox.tsx";
import { cn } from "#components/ui/cn.ts";
import { Dialog } from "#components/ui/dialog.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { Refusal } from "#components/ui/notice.tsx";
import type { FileInfo } from "#lib/api/files.ts";
import type { VolumePath } from "#lib/api/paths.ts";
import { setPermissions } from "../acts/set-permissions.ts";
import { things } from "../acts/words.ts";
import { useFiles } from "../files-context.ts";
import { hasBit, octal, parseOctal, symbolic, WHAT, WHO, withBit } from "../model/permission-bits.ts";

type PermissionsDialogProps = {
  paths: readonly VolumePath[];
  known: readonly FileInfo[];
  onClose: () => void;
};

const NOT_OCTAL = "Permissions are three octal digits, such as 0644.";
const WHO_LABELS = { owner: "Owner", group: "Group", others: "Others" };
const WHAT_LABELS = { read: "Read", write: "Write", execute: "Execute" };

/** Who may read, write and execute: as boxes and as octal digits, which are the same thing. */
export function PermissionsDialog({ paths, known, onClose }: PermissionsDialogProps) {
  const { desk, focusList } = useFiles();
  const form = useId();
  const [text, setText] = useState(known[0]?.permissions ?? "0644");
  const [recursive, setRecursive] = useState(false);
  const [pending, setPending] = useState(false);
  const [refusal, setRefusal] = useState<unknown>(null);
  const bits = parseOctal(text);
  const mixed = new Set(known.map(({ permissions }) => permissions)).size > 1;
  const hasFolders = known.some(({ is_dir }) => is_dir) || known.length < paths.length;
  const locked = bits !== null && hasFolders && !recursive && (bits & 0o100) === 0;

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (bits === null || pending) return;
    setPending(true);
    try {
      await setPermissions(desk, paths, bits, recursive);
      onClose();
    } catch (error) {
      setRefusal(error);
      setPending(false);
    }
  };

  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      onCloseAutoFocus={(event) => {
        event.preventDefault();
        focusList();
      }}
      title={`Permissions of ${things(paths)}`}
      description={mixed ? "They differ now; all get what you set here." : undefined}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            type="submit"
            form={form}
            variant="primary"
            pending={pending}
            reason={bits === null ? NOT_OCTAL : null}
          >
            Set {bits === null ? "permissions" : octal(bits)}
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={(event) => void submit(event)} className="flex flex-col gap-4">
        <table className="w-full">
          <thead>
            <tr className="text-caption text-faint">
              <td />
              {WHAT.map((what) => (
                <th key={what} scope="col" className="w-20 pb-1 text-center font-normal">
                  {WHAT_LABELS[what]}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {WHO.map((who) => (
              <tr key={who} className="h-8 border-t">
                <th scope="row" className="text-left font-normal">
                  {WHO_LABELS[who]}
                </th>
                {WHAT.map((what) => (
                  <td key={what} className="text-center">
                    <span className="inline-flex align-middle">
                      <Checkbox
                        aria-label={`${WHO_LABELS[who]} may ${what}`}
                        disabled={bits === null}
                        checked={bits !== null && hasBit(bits, who, what)}
                        onCheckedChange={(on) => bits !== null && setText(octal(withBit(bits, who, what, on === true)))}
                      />
                    </span>
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
        <Field
          label="Octal"
          hint={bits === null ? undefined : <span className="font-mono">{symbolic(bits)}</span>}
          error={bits === null ? "Three digits from 0 to 7, such as 644." : null}
        >
          <Input
            value={text}
            inputMode="numeric"
            maxLength={4}
            autoFocus
            onFocus={(event) => event.target.select()}
            onChange={(event) => setText(event.target.value.trim())}
            className="w-24 font-mono"
          />
        </Field>
        {hasFolders && (
          <div className="flex flex-col gap-1">
            {/* biome-ignore lint/a11y/noLabelWithoutControl: the checkbox inside is the control */}
            <label className="flex items-center gap-2">
              <Checkbox checked={recursive} onCheckedChange={(on) => setRecursive(on === true)} />
              Also everything inside the {paths.length === 1 ? "folder" : "folders"}
            </label>
            <p className={cn("pl-6 text-caption", locked ? "text-warn" : "text-faint")}>
              {locked
                ? "A folder that its owner may not execute cannot be entered: what is inside will be out of reach."
                : recursive
                  ? "Folders also get execute where they get read, so that they can be entered."
                  : ""}
            </p>
          </div>
        )}
        <Refusal error={refusal} />
      </form>
    </Dialog>
  );
}
