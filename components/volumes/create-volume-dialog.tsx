"use client";
import { useQueryClient } from "@tanstack/react-query";
import { Check, Circle, X } from "lucide-react";
import { useRouter } from "next/navigation";
import { type FormEvent, useId, useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { cn } from "#components/ui/cn.ts";
import { Dialog } from "#components/ui/dialog.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { Refusal } from "#components/ui/notice.tsx";
import { useAct } from "#components/ui/use-act.ts";
import { createVolumeAction } from "#lib/actions/volumes.ts";
import { VOLUME_NAME_RULES, volumeNameProblem } from "#lib/api/volume-name.ts";
import type { Volume } from "#lib/api/volumes.ts";
import { volumeKeys } from "#lib/queries/volumes.ts";
import { volumeHref } from "./volume-href.ts";

/** Each rule with its state: open until something is typed, then held or broken. Colour, sign and, spoken, word. */
function NameRules({ name }: { name: string }) {
  return (
    <ul className="flex flex-col gap-1 text-caption text-muted">
      {VOLUME_NAME_RULES.map(({ must, holds }) => {
        const state = name === "" ? "open" : holds(name) ? "held" : "broken";
        return (
          <li key={must} className={cn("flex items-center gap-1.5", state === "broken" && "text-bad")}>
            {state === "open" && <Circle className="size-3 text-faint" aria-hidden="true" />}
            {state === "held" && <Check className="size-3 text-ok" aria-label="Holds:" />}
            {state === "broken" && <X className="size-3 text-bad" aria-label="Broken:" />}
            {must}
          </li>
        );
      })}
    </ul>
  );
}

export function CreateVolumeDialog({ onClose }: { onClose: () => void }) {
  const form = useId();
  const router = useRouter();
  const cache = useQueryClient();
  const [name, setName] = useState("");
  const taken = cache.getQueryData<Volume[]>(volumeKeys.list)?.some((volume) => volume.name === name) ?? false;
  const create = useAct(createVolumeAction, {
    failed: null,
    onDone: (volume) => {
      void cache.invalidateQueries({ queryKey: volumeKeys.list, exact: true });
      onClose();
      router.push(volumeHref(volume.id));
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (volumeNameProblem(name) === null && !create.isPending) create.mutate({ name });
  };
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title="New volume"
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            type="submit"
            form={form}
            variant="primary"
            pending={create.isPending}
            disabled={volumeNameProblem(name) !== null || taken}
          >
            Create volume
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={submit} className="flex flex-col gap-3">
        <Field label="Name" error={taken ? "The team has a volume of this name." : null}>
          <Input
            value={name}
            onChange={(event) => setName(event.target.value)}
            autoFocus
            autoCapitalize="none"
            placeholder="team-data"
            className="font-mono"
          />
        </Field>
        <div className="flex flex-col gap-1.5">
          <p className="text-caption text-muted">A name must</p>
          <NameRules name={name} />
        </div>
        <p className="text-caption text-faint">Names cannot be changed later: clients and mounts refer to them.</p>
        <Refusal error={create.error} />
      </form>
    </Dialog>
  );
}
