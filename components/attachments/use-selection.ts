"use client";
import { useState } from "react";
import type { VolumeAttachment } from "#lib/api/attachments.ts";
import type { AttachmentId } from "#lib/api/ids.ts";

export type Selection = {
  has: (id: AttachmentId) => boolean;
  /** For the box above the list. */
  all: boolean | "indeterminate";
  toggle: (id: AttachmentId) => void;
  toggleAll: () => void;
  clear: () => void;
  /** In the order of the list; what has gone from it is not selected any more. */
  chosen: readonly VolumeAttachment[];
};

/** Which attachments of a list are selected. */
export function useSelection(attachments: readonly VolumeAttachment[]): Selection {
  const [ids, setIds] = useState<ReadonlySet<AttachmentId>>(() => new Set());
  const chosen = attachments.filter(({ id }) => ids.has(id));
  const every = attachments.length > 0 && chosen.length === attachments.length;
  return {
    has: (id) => ids.has(id),
    all: every || (chosen.length > 0 ? "indeterminate" : false),
    toggle: (id) => setIds(new Set(ids.has(id) ? [...ids].filter((one) => one !== id) : [...ids, id])),
    toggleAll: () => setIds(new Set(every ? [] : attachments.map(({ id }) => id))),
    clear: () => setIds(new Set()),
    chosen,
  };
}
