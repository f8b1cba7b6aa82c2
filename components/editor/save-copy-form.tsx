"use client";
import { type FormEvent, useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { Refusal } from "#components/ui/notice.tsx";
import { ApiError } from "#lib/api/api-error.ts";
import { childOf, nameOf, nameProblem, parentOf, type VolumePath } from "#lib/api/paths.ts";
import { copyName } from "./copy-name.ts";
import { type EditorDocument, pathOf } from "./document.ts";
import { saveCopy } from "./save-document.ts";
import type { Workspace } from "./workspace.ts";

type Props = {
  workspace: Workspace;
  document: EditorDocument;
  onCancel: () => void;
  onCopied: (path: VolumePath) => void;
};

/** Asks for a free name in the same directory and writes my version there. */
export function SaveCopyForm({ workspace, document, onCancel, onCopied }: Props) {
  const original = pathOf(document);
  const [name, setName] = useState(() => copyName(nameOf(original)));
  const [taken, setTaken] = useState<readonly string[]>([]);
  const [failure, setFailure] = useState<unknown>(null);
  const [pending, setPending] = useState(false);
  const rule = nameProblem(name);
  const problem = rule
    ? `A name ${rule}.`
    : taken.includes(name)
      ? "That name is taken. Choose another one."
      : undefined;

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (problem || pending) return;
    setPending(true);
    setFailure(null);
    const path = childOf(parentOf(original), name);
    try {
      await saveCopy(document, workspace.transport, path);
      onCopied(path);
    } catch (error) {
      if (!(error instanceof ApiError && error.code === "precondition_failed")) setFailure(error);
      else {
        const names = [...taken, name];
        setTaken(names);
        if (name === copyName(nameOf(original), taken.length)) setName(copyName(nameOf(original), names.length));
      }
    } finally {
      setPending(false);
    }
  };

  return (
    <form onSubmit={submit} className="flex min-w-0 flex-1 flex-col gap-2">
      <Refusal error={failure} />
      <div className="flex flex-wrap items-start gap-2">
        <div className="min-w-48 flex-1">
          <Field label="Name of the copy" error={problem}>
            <Input value={name} onChange={(event) => setName(event.target.value)} autoFocus className="font-mono" />
          </Field>
        </div>
        {/* In line with the input, below its label. */}
        <div className="mt-6 flex gap-2">
          <Button onClick={onCancel}>Back</Button>
          <Button type="submit" variant="primary" pending={pending} reason={problem ?? null}>
            Save copy
          </Button>
        </div>
      </div>
    </form>
  );
}
