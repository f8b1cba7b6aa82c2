"use client";

import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { exactBytes, formatBytes } from "#components/ui/format-bytes.ts";
import { spaceOf, whatFits } from "./room.ts";
import type { Upload } from "./upload.ts";
import { useUploader, useUploadsView } from "./uploader-context.ts";
import type { Overflow } from "./uploads-state.ts";

const files = (count: number) => `${count.toLocaleString("en")} ${count === 1 ? "file" : "files"}`;

/** Says how much is missing before a byte is sent, and lets the person send what fits. */
export function OverflowDialog() {
  const { list, overflows } = useUploadsView().uploads;
  const [overflow] = overflows;
  const ids = new Set(overflow?.ids);
  const held = list.filter(({ id, standing }) => ids.has(id) && standing.state === "held");
  const [first] = held;
  const uploader = useUploader();
  const cancel = () => uploader.wish({ type: "overflow_answered", keep: [] });
  if (!overflow || !first) return null;
  return (
    <Dialog
      open
      onOpenChange={cancel}
      title={`Not enough room in ${first.root.name}`}
      footer={<Choices held={held} roomBytes={overflow.roomBytes} />}
    >
      <Shortage overflow={overflow} count={held.length} />
    </Dialog>
  );
}

function Shortage({ overflow: { neededBytes, roomBytes }, count }: { overflow: Overflow; count: number }) {
  const facts = [
    [count === 1 ? "This file needs" : `These ${files(count)} need`, neededBytes],
    ["There is room for", roomBytes],
    ["Missing", neededBytes - roomBytes],
  ] as const;
  return (
    <div className="flex flex-col gap-3">
      <dl>
        {facts.map(([what, bytes]) => (
          <div key={what} className="flex justify-between border-b py-1.5 last:border-b-0 last:font-medium">
            <dt>{what}</dt>
            <dd title={exactBytes(bytes)}>{formatBytes(bytes)}</dd>
          </div>
        ))}
      </dl>
      <p className="text-muted">
        Nothing has been sent. Files take whole blocks of 4 KiB, and what is in the trash counts as room. Delete files
        or ask an operator for a larger cap to upload everything.
      </p>
    </div>
  );
}

function Choices({ held, roomBytes }: { held: readonly Upload[]; roomBytes: number }) {
  const uploader = useUploader();
  const fits = whatFits(held, roomBytes);
  const bytes = fits.reduce((sum, { size }) => sum + spaceOf(size), 0);
  const answer = (keep: readonly Upload[]) =>
    uploader.wish({ type: "overflow_answered", keep: keep.map(({ id }) => id) });
  return (
    <>
      {fits.length > 0 && (
        <Button onClick={() => answer(fits)}>
          Upload what fits: {files(fits.length)}, {formatBytes(bytes)}
        </Button>
      )}
      <Button variant="primary" autoFocus onClick={() => answer([])}>
        Upload nothing
      </Button>
    </>
  );
}
