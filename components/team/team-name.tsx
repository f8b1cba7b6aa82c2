"use client";
import { useRouter } from "next/navigation";
import { type FormEvent, useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { Input } from "#components/ui/input.tsx";
import { Section } from "#components/ui/section.tsx";
import { toastDone } from "#components/ui/toast-done.ts";
import { useAct } from "#components/ui/use-act.ts";
import { renameTeamAction } from "#lib/actions/team.ts";

export function TeamName({ name, refusal }: { name: string; refusal: string | null }) {
  const [text, setText] = useState(name);
  const router = useRouter();
  const rename = useAct(renameTeamAction, {
    failed: "The team was not renamed",
    onDone: (team) => {
      toastDone(`The team is called ${team.name} now`);
      router.refresh();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (refusal === null && text.trim() !== "" && text !== name) rename.mutate({ name: text });
  };
  return (
    <Section title="Name">
      <form onSubmit={submit} className="flex items-center gap-2 p-3">
        <Input
          aria-label="Name of the team"
          value={text}
          onChange={(event) => setText(event.target.value)}
          readOnly={refusal !== null}
          maxLength={100}
          required
          className="max-w-80"
        />
        <Button
          type="submit"
          reason={
            refusal ?? (text.trim() === "" ? "A team needs a name." : text === name ? "That is its name now." : null)
          }
          pending={rename.isPending}
        >
          Rename
        </Button>
      </form>
    </Section>
  );
}
