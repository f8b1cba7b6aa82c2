"use client";
import { useQuery } from "@tanstack/react-query";
import { type FormEvent, useId } from "react";
import { sandboxName } from "#components/sandboxes/sandbox-name.ts";
import { actRefusal } from "#components/sandboxes/use-sandbox-acts.ts";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { Field } from "#components/ui/field.tsx";
import { Refusal } from "#components/ui/notice.tsx";
import { Select } from "#components/ui/select.tsx";
import { MAX_ATTACHMENTS } from "#lib/api/limits.ts";
import { ROOT } from "#lib/api/paths.ts";
import type { Sandbox } from "#lib/api/sandboxes.ts";
import type { Volume } from "#lib/api/volumes.ts";
import { attachmentList } from "#lib/queries/attachments.ts";
import { browserApi } from "#lib/queries/browser-api.ts";
import { sandboxList } from "#lib/queries/sandboxes.ts";
import { volumeList } from "#lib/queries/volumes.ts";
import { defaultMountPath, mountPathProblem } from "./mount-draft.ts";
import { MountFields } from "./mount-fields.tsx";
import type { Owner } from "./owner-link.tsx";
import type { AttachForm } from "./use-attach.ts";

type AttachDialogProps = {
  /** Whose page it stands on: the other end is chosen here. */
  of: Exclude<Owner, "all">;
  form: AttachForm;
  onChange: (form: AttachForm) => void;
  onSubmit: (form: AttachForm, volumeName: string) => void;
  onClose: () => void;
};

const NONE = "none";

const sandboxOption = (sandbox: Sandbox) => {
  const refusal = actRefusal(sandbox, "attach");
  return {
    value: sandbox.id as string,
    label: sandboxName(sandbox),
    disabled: refusal !== null,
    note: refusal ?? (sandboxName(sandbox) === sandbox.id ? sandbox.template : sandbox.id),
  };
};
const volumeOption = ({ id, name }: Volume) => ({ value: id as string, label: name });

/** Mounts a volume into a running sandbox. */
export function AttachDialog({ of, form, onChange, onSubmit, onClose }: AttachDialogProps) {
  const id = useId();
  const { data: sandboxes = [] } = useQuery(sandboxList(browserApi));
  const { data: volumes = [] } = useQuery(volumeList(browserApi));
  const { data: attachments = [] } = useQuery(attachmentList(browserApi));
  const { sandboxId, draft, refusal } = form;
  const beside = attachments.filter((one) => one.sandbox_id === sandboxId);
  const taken = beside.map(({ mount_path }) => mount_path);
  const volume = volumes.find((one) => one.id === draft.volumeId);
  const isFull = beside.length >= MAX_ATTACHMENTS;
  const problem =
    sandboxId === null
      ? "Choose a sandbox."
      : volume === undefined
        ? "Choose a volume."
        : isFull
          ? `This sandbox has ${MAX_ATTACHMENTS} attachments already. Detach one of them first.`
          : mountPathProblem(draft.mountPath, taken);

  const choose = (value: string) => {
    if (of === "volume") {
      onChange({ ...form, refusal: null, sandboxId: sandboxes.find((one) => one.id === value)?.id ?? null });
      return;
    }
    const next = volumes.find((one) => one.id === value);
    const untouched = draft.mountPath === "" || (volume && draft.mountPath === defaultMountPath(volume.name));
    onChange({
      ...form,
      refusal: null,
      draft: {
        ...draft,
        volumeId: next?.id ?? null,
        subpath: ROOT,
        ...(untouched && next ? { mountPath: defaultMountPath(next.name) } : {}),
      },
    });
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (problem === null && volume !== undefined) onSubmit(form, volume.name);
  };
  const options = of === "volume" ? sandboxes.map(sandboxOption) : volumes.map(volumeOption);
  const value = (of === "volume" ? sandboxId : draft.volumeId) ?? NONE;
  const placeholder = { value: NONE, label: `Choose a ${of === "volume" ? "sandbox" : "volume"}`, disabled: true };
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={of === "volume" && volume ? `Attach ${volume.name}` : "Attach a volume"}
      description="It appears inside the running sandbox at once, for the processes that run already too."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" form={id} variant="primary" reason={problem}>
            Attach
          </Button>
        </>
      }
    >
      <form id={id} onSubmit={submit} className="flex flex-col gap-4">
        <Field
          label={of === "volume" ? "Sandbox" : "Volume"}
          hint={
            of === "volume" && sandboxId !== null ? `${beside.length} of ${MAX_ATTACHMENTS} attachments` : undefined
          }
          error={isFull ? problem : null}
        >
          <Select value={value} onValueChange={choose} options={[placeholder, ...options]} />
        </Field>
        <MountFields
          draft={draft}
          taken={taken}
          onChange={(change) => onChange({ ...form, refusal: null, draft: { ...draft, ...change } })}
        />
        <Refusal error={refusal} />
      </form>
    </Dialog>
  );
}
