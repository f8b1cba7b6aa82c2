"use client";
import { Checkbox } from "#components/ui/checkbox.tsx";
import { cn } from "#components/ui/cn.ts";
import { IntentLink } from "#components/ui/intent-link.tsx";
import { MiddleTruncate } from "#components/ui/middle-truncate.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import type { VolumeAttachment } from "#lib/api/attachments.ts";
import { ActButtons } from "./act-buttons.tsx";
import { attachmentHref } from "./attachment-href.ts";
import { AttachmentState } from "./attachment-state.tsx";
import { useTrouble } from "./attachment-trouble.tsx";
import { HealthMark } from "./health-mark.tsx";
import { Mode } from "./mode.tsx";
import { EndLink, endsOf, type Owner } from "./owner-link.tsx";
import type { AttachmentAct } from "./use-attachment-acts.ts";
import type { Selection } from "./use-selection.ts";

export type AttachmentListProps = {
  /** Whose page it stands on. */
  of: Owner;
  attachments: readonly VolumeAttachment[];
  selection: Selection;
  onAct: (act: AttachmentAct, chosen: readonly VolumeAttachment[]) => void;
};

/** What goes first where room is short, the mount path last; the width is that of the list, not of the window. */
const ROOM = {
  one: {
    subpath: "@max-[900px]:hidden",
    mode: "@max-[820px]:hidden",
    age: "@max-[1160px]:hidden",
    changed: "@max-[1000px]:hidden",
  },
  both: {
    subpath: "@max-[1000px]:hidden",
    mode: "@max-[920px]:hidden",
    age: "@max-[1300px]:hidden",
    changed: "@max-[1140px]:hidden",
  },
};
const roomOf = (of: Owner) => (endsOf(of).length === 1 ? ROOM.one : ROOM.both);

const COLUMNS = [
  { id: "path", label: "Mount path", width: "w-auto" },
  { id: "volume", label: "Volume", width: "w-36 @max-[900px]:w-28" },
  { id: "sandbox", label: "Sandbox", width: "w-36 @max-[900px]:w-28" },
  { id: "subpath", label: "Subpath", width: "w-36" },
  { id: "mode", label: "Mode", width: "w-24" },
  { id: "state", label: "State", width: "w-30" },
  { id: "health", label: "Health", width: "w-44 @max-[900px]:w-36 @max-[720px]:w-28" },
  { id: "age", label: "Age", width: "w-24" },
  { id: "changed", label: "Last change", width: "w-28" },
] as const;

const columnsOf = (of: Owner) => {
  const room: Partial<Record<string, string>> = roomOf(of);
  return COLUMNS.filter(({ id }) => (id !== "volume" && id !== "sandbox") || endsOf(of).includes(id)).map(
    ({ id, label, width }) => ({ id, label, className: cn(width, room[id]) }),
  );
};

const cellClass = "h-9 px-2";

/** Attachments where there is room for columns. */
export function AttachmentsTable({ of, attachments, selection, onAct }: AttachmentListProps) {
  return (
    <table className="w-full table-fixed border-separate border-spacing-0 max-sm:hidden">
      <thead className="sticky top-0 z-10 bg-panel">
        <tr>
          <th scope="col" className="h-8 w-10 border-b pl-4 text-left align-middle">
            <Checkbox
              aria-label="Select all"
              checked={selection.all}
              onCheckedChange={selection.toggleAll}
              className="align-middle"
            />
          </th>
          {columnsOf(of).map(({ id, label, className }) => (
            <th
              key={id}
              scope="col"
              className={cn("h-8 border-b px-2 text-left text-caption font-medium text-muted", className)}
            >
              {label}
            </th>
          ))}
          <th scope="col" className="w-20 border-b pr-3">
            <span className="sr-only">Actions</span>
          </th>
        </tr>
      </thead>
      {attachments.map((attachment) => (
        <Row key={attachment.id} of={of} attachment={attachment} selection={selection} onAct={onAct} />
      ))}
    </table>
  );
}

type RowProps = Omit<AttachmentListProps, "attachments"> & { attachment: VolumeAttachment };

/** A body of its own, so that the sentence below the cells belongs to them. */
function Row({ of, attachment, selection, onAct }: RowProps) {
  const trouble = useTrouble(attachment);
  const room = roomOf(of);
  const cell = cn(cellClass, trouble === null && "border-b");
  const selected = selection.has(attachment.id);
  return (
    <tbody className={cn("group relative transition-colors hover:bg-hover", selected && "bg-accent-soft")}>
      <tr data-attachment={attachment.id} className="relative">
        <td className={cn(cell, "relative z-[1] pl-4")}>
          <Checkbox
            aria-label={`Select ${attachment.mount_path}`}
            checked={selected}
            onCheckedChange={() => selection.toggle(attachment.id)}
            className="align-middle"
          />
        </td>
        <td className={cell}>
          {/* The link covers its row, so that a press anywhere opens the attachment. */}
          <IntentLink
            href={attachmentHref(attachment.volume_id, attachment.id)}
            aria-label={attachment.mount_path}
            className="block rounded-sm font-mono font-medium after:absolute after:inset-0 focus-visible:outline-none focus-visible:after:rounded-sm focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-link"
          >
            <MiddleTruncate text={attachment.mount_path} />
          </IntentLink>
        </td>
        {endsOf(of).map((end) => (
          <td key={end} className={cell}>
            <EndLink end={end} attachment={attachment} className="relative z-[1] inline-flex max-w-full" />
          </td>
        ))}
        <td className={cn(cell, room.subpath)}>
          {attachment.subpath === null ? (
            <span className="text-faint">whole volume</span>
          ) : (
            <MiddleTruncate text={attachment.subpath} className="font-mono" />
          )}
        </td>
        <td className={cn(cell, room.mode)}>
          <Mode readOnly={attachment.read_only} />
        </td>
        <td className={cell}>
          <AttachmentState attachment={attachment} />
        </td>
        <td className={cell}>
          <HealthMark attachment={attachment} />
        </td>
        <td className={cn(cell, "text-muted", room.age)}>
          <RelativeTime at={attachment.created_at} />
        </td>
        <td className={cn(cell, "text-muted", room.changed)}>
          <RelativeTime at={attachment.state_since} />
        </td>
        <td className={cn(cell, "relative z-[1] pr-3 text-right")}>
          <ActButtons attachment={attachment} onAct={(act) => onAct(act, [attachment])} />
        </td>
      </tr>
      {trouble !== null && (
        <tr>
          <td className="border-b" />
          {/* As many cells as there are columns: more would make columns of their own. */}
          <td colSpan={3 + endsOf(of).length} className="border-b px-2 pb-2 wrap-anywhere">
            {trouble}
          </td>
          {Object.entries(room).map(([column, hidden]) => (
            <td key={column} className={cn("border-b", hidden)} />
          ))}
          <td className="border-b" />
        </tr>
      )}
    </tbody>
  );
}
