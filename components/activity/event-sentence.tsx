"use client";
import { useQuery } from "@tanstack/react-query";
import type { Route } from "next";
import type { ReactNode } from "react";
import { attachmentHref } from "#components/attachments/attachment-href.ts";
import { filesHref } from "#components/files/files-url.ts";
import { sandboxHref } from "#components/sandboxes/sandbox-href.ts";
import { sandboxName } from "#components/sandboxes/sandbox-name.ts";
import { IntentLink } from "#components/ui/intent-link.tsx";
import { useVolumeName } from "#components/volumes/use-volume-name.ts";
import { volumeHref } from "#components/volumes/volume-href.ts";
import type { NullspaceEvent } from "#lib/api/events.ts";
import { volumeRoot } from "#lib/api/file-root.ts";
import type { SandboxId, VolumeId } from "#lib/api/ids.ts";
import { parseVolumePath } from "#lib/api/paths.ts";
import { browserApi } from "#lib/queries/browser-api.ts";
import { sandboxList } from "#lib/queries/sandboxes.ts";
import { type Part, wordsOfEvent } from "./words-of-event.ts";

function To({ href, mono = false, children }: { href: string; mono?: boolean; children: ReactNode }) {
  return (
    <IntentLink
      href={href as Route}
      className={`rounded-sm font-medium underline-offset-2 wrap-anywhere hover:underline ${mono ? "font-mono text-caption" : ""}`}
    >
      <bdi>{children}</bdi>
    </IntentLink>
  );
}

const Literal = ({ children }: { children: string }) => (
  <bdi className="font-mono text-caption font-medium wrap-anywhere">{children}</bdi>
);

/** A volume by its name as it is now; one that is gone has no page, only what it was called. */
function VolumeName({ id, name }: { id: VolumeId; name: string | undefined }) {
  const living = useVolumeName(id);
  if (living === undefined) return <Literal>{name ?? id}</Literal>;
  return <To href={volumeHref(id)}>{living}</To>;
}

function SandboxName({ id }: { id: SandboxId }) {
  const { data: living } = useQuery({
    ...sandboxList(browserApi),
    select: (sandboxes) => sandboxes.find((sandbox) => sandbox.id === id),
  });
  const name = living === undefined ? id : sandboxName(living);
  return (
    <To href={sandboxHref(id)} mono={name === id}>
      {name}
    </To>
  );
}

function FileName({ volume, path }: { volume: VolumeId; path: string }) {
  const parsed = parseVolumePath(path);
  if (!parsed.ok) return <Literal>{path}</Literal>;
  return (
    <To href={filesHref(volumeRoot(volume), { open: parsed.path })} mono>
      {path}
    </To>
  );
}

function Piece({ part }: { part: Part }) {
  if (typeof part === "string") return part;
  if ("code" in part) return <Literal>{part.code}</Literal>;
  if ("sandbox" in part) return <SandboxName id={part.sandbox} />;
  if ("attachment" in part)
    return (
      <To href={attachmentHref(part.volume, part.attachment)} mono>
        {part.path}
      </To>
    );
  if ("file" in part) return <FileName volume={part.volume} path={part.file} />;
  return <VolumeName id={part.volume} name={part.name} />;
}

/** Who did what to which: each thing leads to its page. */
export function EventSentence({ event }: { event: NullspaceEvent }) {
  return (
    <span className="text-muted">
      <bdi className="font-medium text-ink">{event.actor.kind === "system" ? "System" : event.actor.name}</bdi>{" "}
      <span className="[&_a]:text-ink [&_bdi]:text-ink">
        {wordsOfEvent(event).map((part, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the pieces of a sentence keep their places
          <Piece key={index} part={part} />
        ))}
      </span>
    </span>
  );
}
