"use client";
import { useQuery } from "@tanstack/react-query";
import { Plus, X } from "lucide-react";
import { useRouter } from "next/navigation";
import { type FormEvent, useId, useRef, useState } from "react";
import { defaultMountPath, type MountDraft, mountPathProblem, requestOf } from "#components/attachments/mount-draft.ts";
import { MountFields } from "#components/attachments/mount-fields.tsx";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { Field } from "#components/ui/field.tsx";
import { IconButton } from "#components/ui/icon-button.tsx";
import { Input } from "#components/ui/input.tsx";
import { Refusal } from "#components/ui/notice.tsx";
import { Select } from "#components/ui/select.tsx";
import { useAct } from "#components/ui/use-act.ts";
import { createSandboxAction } from "#lib/actions/sandboxes.ts";
import { MAX_ATTACHMENTS } from "#lib/api/limits.ts";
import { ROOT } from "#lib/api/paths.ts";
import type { TimeoutAction } from "#lib/api/sandboxes.ts";
import type { Volume } from "#lib/api/volumes.ts";
import { browserApi } from "#lib/queries/browser-api.ts";
import { refetchSoon } from "#lib/queries/refetch-soon.ts";
import { sandboxKeys } from "#lib/queries/sandboxes.ts";
import { volumeList } from "#lib/queries/volumes.ts";
import { sandboxHref } from "./sandbox-href.ts";
import { TIMEOUT_ACTIONS, TIMEOUT_OPTIONS } from "./timeout.ts";

const NONE = "none";
const MEMORY_OPTIONS = [256, 512, 1024, 2048, 4096].map((mb) => ({
  value: String(mb),
  label: mb < 1024 ? `${mb} MiB` : `${mb / 1024} GiB`,
}));

/** Why the mounts cannot be asked for as they are; null when they can. */
function mountsProblem(mounts: readonly MountDraft[]): string | null {
  for (const mount of mounts) {
    if (mount.volumeId === null) return "Choose a volume for each mount, or take the mount away.";
    const problem = mountPathProblem(mount.mountPath, othersOf(mounts, mount));
    if (problem !== null) return problem;
  }
  return null;
}

const othersOf = (mounts: readonly MountDraft[], mount: MountDraft): string[] =>
  mounts.filter((other) => other.key !== mount.key).map(({ mountPath }) => mountPath);

/** A new sandbox with the volumes it begins with. */
export function CreateSandboxDialog({ onClose }: { onClose: () => void }) {
  const form = useId();
  const router = useRouter();
  const { data: volumes = [] } = useQuery(volumeList(browserApi));
  const [name, setName] = useState("");
  const [memory, setMemory] = useState("512");
  const [timeout, setTimeout] = useState<string>(TIMEOUT_OPTIONS[2]?.value ?? "");
  const [onTimeout, setOnTimeout] = useState<TimeoutAction>("destroy");
  const [mounts, setMounts] = useState<readonly MountDraft[]>([]);
  const nextKey = useRef(0);
  const problem = mountsProblem(mounts);
  const create = useAct(createSandboxAction, {
    failed: null,
    onDone: (sandbox, _, cache) => {
      refetchSoon(cache, sandboxKeys.list);
      onClose();
      router.push(sandboxHref(sandbox.id));
    },
  });
  const change = (key: number, part: Partial<MountDraft>) =>
    setMounts(mounts.map((mount) => (mount.key === key ? { ...mount, ...part } : mount)));
  const add = () =>
    setMounts([...mounts, { key: nextKey.current++, volumeId: null, mountPath: "", subpath: ROOT, readOnly: false }]);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (problem !== null || create.isPending) return;
    create.mutate({
      template: "base",
      memory_mb: Number(memory),
      timeout_ms: Number(timeout),
      timeout_action: onTimeout,
      metadata: name.trim() === "" ? {} : { name: name.trim() },
      // Each was found to name a volume.
      volumes: mounts.flatMap((mount) => requestOf(mount) ?? []),
    });
  };
  const noVolumes = volumes.length === 0 ? "There is no volume yet." : null;
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title="New sandbox"
      description="Template base: a plain Linux with this machine's tools, no network, and files of its own."
      className="sm:max-w-lg"
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" form={form} variant="primary" pending={create.isPending} reason={problem}>
            Create sandbox
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={submit} className="flex flex-col gap-4">
        <Field label="Name" hint="Kept in its metadata, so that you know it again. May be left out.">
          <Input
            value={name}
            onChange={(event) => setName(event.target.value)}
            maxLength={100}
            autoFocus
            placeholder="builder"
          />
        </Field>
        <div className="grid grid-cols-3 gap-3 max-sm:grid-cols-1">
          <Field label="Memory">
            <Select value={memory} onValueChange={setMemory} options={MEMORY_OPTIONS} />
          </Field>
          <Field label="Timeout after">
            <Select value={timeout} onValueChange={setTimeout} options={TIMEOUT_OPTIONS} />
          </Field>
          <Field label="Then">
            <Select value={onTimeout} onValueChange={setOnTimeout} options={TIMEOUT_ACTIONS} />
          </Field>
        </div>
        <fieldset className="flex flex-col gap-3">
          <legend className="mb-2 font-medium">
            Volumes{" "}
            <span className="font-normal text-faint">
              {mounts.length} of {MAX_ATTACHMENTS}
            </span>
          </legend>
          {mounts.map((mount, index) => (
            <MountBox
              key={mount.key}
              number={index + 1}
              mount={mount}
              volumes={volumes}
              taken={othersOf(mounts, mount)}
              onChange={(part) => change(mount.key, part)}
              onRemove={() => setMounts(mounts.filter(({ key }) => key !== mount.key))}
            />
          ))}
          <div>
            <Button
              size="sm"
              reason={noVolumes ?? (mounts.length >= MAX_ATTACHMENTS ? `At most ${MAX_ATTACHMENTS} volumes.` : null)}
              onClick={add}
            >
              <Plus className="size-3.5" aria-hidden="true" />
              Add a volume
            </Button>
          </div>
        </fieldset>
        <Refusal error={create.error} />
      </form>
    </Dialog>
  );
}

type MountBoxProps = {
  number: number;
  mount: MountDraft;
  volumes: readonly Volume[];
  taken: readonly string[];
  onChange: (part: Partial<MountDraft>) => void;
  onRemove: () => void;
};

/** One mount of the form. Its path follows the volume's name until someone types another. */
function MountBox({ number, mount, volumes, taken, onChange, onRemove }: MountBoxProps) {
  const before = volumes.find(({ id }) => id === mount.volumeId);
  const choose = (value: string) => {
    const volume = volumes.find(({ id }) => id === value);
    if (volume === undefined) return;
    const untouched = mount.mountPath === "" || (before && mount.mountPath === defaultMountPath(before.name));
    onChange({
      volumeId: volume.id,
      subpath: ROOT,
      ...(untouched ? { mountPath: defaultMountPath(volume.name) } : {}),
    });
  };
  return (
    <div className="flex flex-col gap-3 rounded-md border p-3">
      <div className="flex items-end gap-2">
        <div className="min-w-0 flex-1">
          <Field label={`Volume ${number}`}>
            <Select
              value={mount.volumeId ?? NONE}
              onValueChange={choose}
              options={[
                { value: NONE, label: "Choose a volume", disabled: true },
                ...volumes.map(({ id, name }) => ({ value: id as string, label: name })),
              ]}
            />
          </Field>
        </div>
        <IconButton label={`Take volume ${number} away`} size="md" onClick={onRemove}>
          <X aria-hidden="true" />
        </IconButton>
      </div>
      <MountFields draft={mount} onChange={onChange} taken={taken} />
    </div>
  );
}
