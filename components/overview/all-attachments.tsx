"use client";
import { useQuery } from "@tanstack/react-query";
import { Plug, SearchX } from "lucide-react";
import Link from "next/link";
import { parseAsStringLiteral } from "nuqs/server";
import { AttachmentList } from "#components/attachments/attachment-list.tsx";
import { Button, buttonClass } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { Select } from "#components/ui/select.tsx";
import { useAddress } from "#components/ui/use-address.ts";
import type { VolumeAttachment } from "#lib/api/attachments.ts";
import { attachmentList } from "#lib/queries/attachments.ts";
import { browserApi } from "#lib/queries/browser-api.ts";
import { ATTACHMENT_STANDINGS, type AttachmentStanding } from "./counts.ts";

const ANY = "any";
/** What of the list is in the URL. */
const attachmentsUrl = { state: parseAsStringLiteral(ATTACHMENT_STANDINGS) };

/** As the overview counts it. */
const standingOf = ({ state, health }: VolumeAttachment): AttachmentStanding | "released" =>
  state === "mounted" && health?.healthy === false ? "degraded" : state;

/** Every attachment of the team, or those that stand as the address says. */
export function AllAttachments() {
  const [{ state }, set] = useAddress(attachmentsUrl);
  const query = useQuery({
    ...attachmentList(browserApi),
    select: (all) => (state === null ? all : all.filter((attachment) => standingOf(attachment) === state)),
  });
  return (
    <>
      <div className="flex flex-wrap items-center gap-2 px-4 py-3">
        <h1 className="mr-auto text-title font-semibold">Attachments</h1>
        <Select<AttachmentStanding | typeof ANY>
          aria-label="State"
          value={state ?? ANY}
          onValueChange={(next) => set({ state: next === ANY ? null : next })}
          options={[
            { value: ANY, label: "Any state" },
            ...ATTACHMENT_STANDINGS.map((standing) => ({ value: standing, label: standing })),
          ]}
          className="w-40"
        />
      </div>
      <AttachmentList
        of="all"
        query={query}
        empty={
          state === null ? (
            <EmptyState
              icon={<Plug aria-hidden="true" />}
              title="Nothing is mounted"
              action={
                <Link href="/sandboxes" className={buttonClass()}>
                  Go to sandboxes
                </Link>
              }
            >
              A volume is mounted into a sandbox from either side: from the volume's attachments, or from the sandbox.
            </EmptyState>
          ) : (
            <EmptyState
              icon={<SearchX aria-hidden="true" />}
              title={`No attachment is ${state}`}
              action={<Button onClick={() => set({ state: null })}>Show all</Button>}
            >
              Those that were may have changed since.
            </EmptyState>
          )
        }
      />
    </>
  );
}
