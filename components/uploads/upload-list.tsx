"use client";

import { useVirtualizer } from "@tanstack/react-virtual";
import { useRef, useState } from "react";
import { cn } from "#components/ui/cn.ts";
import { isSettled, type Upload } from "./upload.ts";
import { UploadRow } from "./upload-row.tsx";
import type { UploadsView } from "./uploads-view.ts";

const ROW = 44;

type Shown = "left" | "all";

const isOpen = (upload: Upload) => !isSettled(upload) || upload.standing.state === "failed";

/** Every upload in the order it was dropped; the finished ones only when asked for, so that the moving ones are on top. */
export function UploadList({ view: { uploads, summary } }: { view: UploadsView }) {
  const [wanted, setWanted] = useState<Shown>("left");
  const left = summary.total - summary.settled + summary.counts.failed;
  const shown = left === 0 ? "all" : wanted;
  const list = shown === "all" ? uploads.list : uploads.list.filter(isOpen);
  return (
    <>
      <fieldset className="flex gap-1 border-t px-3 py-1">
        <legend className="sr-only">Which uploads to show</legend>
        <Choice label="Unfinished" count={left} chosen={shown === "left"} onChoose={() => setWanted("left")} />
        <Choice label="All" count={summary.total} chosen={shown === "all"} onChoose={() => setWanted("all")} />
      </fieldset>
      <Rows list={list} />
    </>
  );
}

type ChoiceProps = { label: string; count: number; chosen: boolean; onChoose: () => void };

const Choice = ({ label, count, chosen, onChoose }: ChoiceProps) => (
  <button
    type="button"
    aria-pressed={chosen}
    onClick={onChoose}
    className={cn("h-6 rounded-sm px-2 text-muted hover:bg-hover", chosen && "bg-active text-ink")}
  >
    {label} <span className="text-faint">{count.toLocaleString("en")}</span>
  </button>
);

function Rows({ list }: { list: readonly Upload[] }) {
  const scroller = useRef<HTMLElement>(null);
  const rows = useVirtualizer({
    count: list.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW,
    overscan: 6,
    getItemKey: (index) => list[index]?.id ?? index,
  });
  return (
    <section
      ref={scroller}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
      tabIndex={0}
      aria-label="Files"
      className="max-h-[min(308px,40dvh)] overflow-y-auto overscroll-contain border-t"
    >
      {/* biome-ignore lint/a11y/noRedundantRoles: a list without markers is none to some screen readers unless it says so */}
      <ul role="list" className="relative" style={{ height: rows.getTotalSize() }}>
        {rows.getVirtualItems().map(({ index, start, key }) => {
          const upload = list[index];
          return upload ? (
            <li
              key={key}
              aria-setsize={list.length}
              aria-posinset={index + 1}
              className="absolute inset-x-0 top-0"
              style={{ height: ROW, transform: `translateY(${start}px)` }}
            >
              <UploadRow upload={upload} />
            </li>
          ) : null;
        })}
      </ul>
    </section>
  );
}
