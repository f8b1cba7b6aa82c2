"use client";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { RefreshCw, Stethoscope, Unplug } from "lucide-react";
import { NamedSandbox } from "#components/sandboxes/named-sandbox.tsx";
import { sandboxHref } from "#components/sandboxes/sandbox-href.ts";
import { useCommands } from "#components/shell/command-palette/use-commands.ts";
import { Button } from "#components/ui/button.tsx";
import { CopyText } from "#components/ui/copy-text.tsx";
import { IntentLink } from "#components/ui/intent-link.tsx";
import { MiddleTruncate } from "#components/ui/middle-truncate.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import { Fact, Section } from "#components/ui/section.tsx";
import { useShortcuts } from "#components/ui/shortcuts/use-shortcuts.ts";
import { StaleNotice } from "#components/ui/stale-notice.tsx";
import { useAct } from "#components/ui/use-act.ts";
import { checkAction } from "#lib/actions/attachments.ts";
import type { AttachmentId } from "#lib/api/ids.ts";
import { attachmentById, attachmentKeys, attachmentStory } from "#lib/queries/attachments.ts";
import { browserApi } from "#lib/queries/browser-api.ts";
import { AttachmentState } from "./attachment-state.tsx";
import { ChecksStrip } from "./checks-strip.tsx";
import { healthOf } from "./health.ts";
import { HealthMark } from "./health-mark.tsx";
import { Mode } from "./mode.tsx";
import { StoryList } from "./story-list.tsx";
import { type AttachmentAct, refusalOf, useAttachmentActs } from "./use-attachment-acts.ts";
import { WhatToDo } from "./what-to-do.tsx";

/** One attachment: how it does, what the sandbox sees of it, and all that became of it. */
export function AttachmentPage({ id }: { id: AttachmentId }) {
  const cache = useQueryClient();
  const query = useQuery(attachmentById(browserApi, id));
  const { data: attachment } = query;
  const { data: events = [] } = useQuery(attachmentStory(browserApi, id));
  const { run } = useAttachmentActs(attachment === undefined ? [] : [attachment]);
  const check = useAct(checkAction, {
    failed: "The mount was not looked at",
    onDone: () => void cache.invalidateQueries({ queryKey: attachmentKeys.everything }),
  });
  const act = (name: AttachmentAct) => () => attachment && run(name, [attachment]);
  const reasons = {
    remount: attachment ? refusalOf(attachment, "remount") : null,
    detach: attachment ? refusalOf(attachment, "detach") : null,
  };
  const isMounted = attachment?.state === "mounted";
  useShortcuts([
    {
      id: "attachment.remount",
      keys: "R",
      scope: "Attachment",
      label: "Remount",
      enabled: reasons.remount === null,
      run: act("remount"),
    },
  ]);
  useCommands("Attachment", [
    {
      id: "attachment.remount",
      label: "Remount",
      icon: <RefreshCw aria-hidden="true" />,
      keys: "R",
      reason: reasons.remount,
      run: act("remount"),
    },
    {
      id: "attachment.detach",
      label: "Detach",
      icon: <Unplug aria-hidden="true" />,
      reason: reasons.detach,
      run: act("detach"),
    },
  ]);
  if (attachment === undefined) return null;
  const { health } = attachment;
  // Where something is wrong the button stands beside it.
  const { sentence } = healthOf(attachment, true);
  return (
    <div className="flex max-w-4xl flex-col gap-6 px-4 pt-4 pb-12">
      <header className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <h2 aria-label={attachment.mount_path} className="flex min-w-0 max-w-full font-mono text-title font-semibold">
          <MiddleTruncate text={attachment.mount_path} />
        </h2>
        <AttachmentState attachment={attachment} />
        <HealthMark attachment={attachment} />
        <div className="ml-auto flex flex-wrap gap-2 max-sm:ml-0">
          <Button
            size="sm"
            pending={check.isPending}
            reason={isMounted ? null : "There is nothing to look at: it is not mounted."}
            onClick={() => check.mutate({ sandboxId: attachment.sandbox_id, id })}
          >
            <Stethoscope className="size-3.5" aria-hidden="true" />
            Look now
          </Button>
          {sentence === null && (
            <Button size="sm" reason={reasons.remount} onClick={act("remount")}>
              <RefreshCw className="size-3.5" aria-hidden="true" />
              Remount
            </Button>
          )}
          <Button size="sm" variant="danger" reason={reasons.detach} onClick={act("detach")}>
            <Unplug className="size-3.5" aria-hidden="true" />
            Detach
          </Button>
        </div>
      </header>
      <StaleNotice query={query} />
      <WhatToDo attachment={attachment} onRemount={act("remount")} />
      {attachment.state === "releasing" && attachment.holders.length > 0 && (
        <Notice tone="warn">
          These processes still use it. They are stopped when they do not let go by themselves; only then is it
          released.
          <ul className="mt-1 font-mono text-caption">
            {attachment.holders.map(({ pid, command }) => (
              <li key={pid} className="wrap-anywhere">
                {pid} {command}
              </li>
            ))}
          </ul>
        </Notice>
      )}
      <Section title="Attachment">
        <Fact label="Sandbox">
          <IntentLink
            href={sandboxHref(attachment.sandbox_id)}
            className="inline-flex max-w-full rounded-sm text-link underline-offset-2 hover:underline"
          >
            <NamedSandbox id={attachment.sandbox_id} />
          </IntentLink>
        </Fact>
        <Fact label="Folder of the volume">
          {attachment.subpath === null ? (
            "The whole volume"
          ) : (
            <span className="font-mono wrap-anywhere">{attachment.subpath}</span>
          )}
        </Fact>
        <Fact label="Mode">
          <Mode readOnly={attachment.read_only} />
        </Fact>
        <Fact label="Attached">
          <RelativeTime at={attachment.created_at} />
        </Fact>
        <Fact label="Id">
          <CopyText text={attachment.id} className="-ml-1" />
        </Fact>
      </Section>
      <Section title="Seen from inside" note="What the kernel says in the sandbox, and what the last looks found.">
        <Fact label="Mount options">
          {health?.options ? (
            <span className="font-mono wrap-anywhere">{health.options}</span>
          ) : (
            <span className="text-faint">{isMounted ? "Not looked at yet" : "Not mounted"}</span>
          )}
        </Fact>
        <Fact label="Last checks">
          <ChecksStrip checks={attachment.checks} />
        </Fact>
      </Section>
      <Section title="Timeline">
        <StoryList events={events} />
      </Section>
    </div>
  );
}
