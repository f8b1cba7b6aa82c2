"use client";
import { defaultRangeExtractor, useVirtualizer } from "@tanstack/react-virtual";
import {
  type FocusEvent,
  type KeyboardEvent,
  type MouseEvent,
  type ReactNode,
  type RefObject,
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
} from "react";
import { cn } from "#components/ui/cn.ts";
import { type ListKey, listKey } from "../model/list-keys.ts";
import type { Rows } from "../model/selection.ts";
import { isSelected } from "../model/selection.ts";
import { isTyping, NOT_TYPING, type TypeAhead, typeAheadTarget, typed } from "../model/type-ahead.ts";
import { openMenuAt } from "./open-menu-at.ts";
import { ROWGROUP } from "./roles.ts";
import type { SelectionControl } from "./use-selection.ts";

export type GridRow = {
  readonly index: number;
  readonly name: string | null;
  readonly selected: boolean;
  /** Attributes and handlers that make an element the row. */
  readonly props: Record<string, unknown>;
};

type VirtualGridProps = {
  label: string;
  rows: Rows;
  selection: SelectionControl;
  /** Pixels. */
  rowHeight: number;
  columns: number;
  /** The row of column headers. */
  header: ReactNode;
  renderRow: (row: GridRow) => ReactNode;
  /** Keys that mean more than moving: open, peek, parent, escape. */
  onKey: (key: Exclude<ListKey, { kind: "move" | "type" | "toggle" | "menu" }>, index: number) => void;
  onOpen: (index: number) => void;
  /** Asks where names with this start are, when they may be among rows that are not loaded. */
  onSeek?: (prefix: string) => void;
  onVisible: (from: number, to: number) => void;
  /** Rows drawn above the list, such as a name being typed for a new folder. */
  above?: ReactNode;
  busy?: boolean;
  gridRef: RefObject<HTMLDivElement | null>;
  className?: string;
};

const HEADER_HEIGHT = 28;

/** A long list as an accessible grid: only what is seen is drawn, one row is in the tab order, keys and clicks select. */
export function VirtualGrid({
  label,
  rows,
  selection,
  rowHeight,
  columns,
  header,
  renderRow,
  onKey,
  onOpen,
  onSeek,
  onVisible,
  above,
  busy = false,
  gridRef,
  className,
}: VirtualGridProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const typing = useRef<TypeAhead>(NOT_TYPING);
  const [held, setHeld] = useState(false);
  const { focus, selection: chosen } = selection.state;
  const focusIndex = Math.min(focus.index, Math.max(0, rows.total - 1));

  const virtual = useVirtualizer({
    count: rows.total,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 8,
    scrollMargin: HEADER_HEIGHT,
    scrollPaddingStart: HEADER_HEIGHT,
    initialRect: { width: 800, height: 720 },
    // The focused row stays in the document, so that focus is not lost when it is scrolled out of sight.
    rangeExtractor: (range) => {
      const shown = defaultRangeExtractor(range);
      if (focusIndex >= rows.total || shown.includes(focusIndex)) return shown;
      return focusIndex < range.startIndex ? [focusIndex, ...shown] : [...shown, focusIndex];
    },
  });
  const items = virtual.getVirtualItems();

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new height is told to the virtualizer by hand
  useLayoutEffect(() => virtual.measure(), [rowHeight]);

  const range = virtual.range;
  useEffect(() => {
    if (range) onVisible(range.startIndex, range.endIndex);
  }, [range?.startIndex, range?.endIndex, onVisible, range]);

  // The focused row is brought into sight when the focus is sent to it. While the grid has the focus, that row has it: also
  // when the row that had it left the document.
  const seen = useRef(selection.sent);
  useLayoutEffect(() => {
    if (seen.current !== selection.sent) {
      seen.current = selection.sent;
      virtual.scrollToIndex(focusIndex, { align: "auto" });
    }
    const active = document.activeElement;
    const lost = held && (active === document.body || active === null);
    const onAnother = active?.getAttribute("role") === "row" && gridRef.current?.contains(active);
    const row = gridRef.current?.querySelector<HTMLElement>(`[data-index="${focusIndex}"]`);
    if ((lost || onAnother) && active !== row) (row ?? gridRef.current)?.focus({ preventScroll: true });
  });

  const act = (key: ListKey) => {
    switch (key.kind) {
      case "move":
        return selection.go(key.index, key.how);
      case "toggle":
        return selection.apply({ kind: "toggle", index: focusIndex });
      case "type": {
        typing.current = typed(typing.current, key.text, performance.now());
        const target = typeAheadTarget(typing.current, rows, focusIndex);
        if (target.kind === "row") selection.go(target.index, "only");
        else if (target.kind === "ask") onSeek?.(target.prefix);
        return;
      }
      case "menu":
        return openMenuAt(gridRef.current?.querySelector(`[data-index="${focusIndex}"]`) ?? gridRef.current);
      default:
        return onKey(key, focusIndex);
    }
  };

  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    if (event.defaultPrevented || event.nativeEvent.isComposing) return;
    // A field or a button inside a row answers its own keys.
    if (event.target instanceof HTMLElement && event.target.closest("input,button,a")) return;
    const height = (scroller.current?.clientHeight ?? 600) - HEADER_HEIGHT;
    const key = listKey(event, {
      index: focusIndex,
      total: rows.total,
      pageRows: Math.max(1, Math.floor(height / rowHeight) - 1),
      typing: isTyping(typing.current, performance.now()),
    });
    if (key === null) return;
    event.preventDefault();
    act(key);
  };

  const onRowMouseDown = (event: MouseEvent, index: number, name: string | null) => {
    if (event.target instanceof HTMLElement && event.target.closest("input,button,a")) return;
    const command = event.ctrlKey || event.metaKey;
    if (event.button === 2) {
      if (name === null || !isSelected(chosen, name)) selection.go(index, "only");
      return;
    }
    if (event.button !== 0) return;
    if (event.shiftKey) selection.go(index, command ? "add-range" : "range");
    else if (command) selection.apply({ kind: "toggle", index });
    // A press on a selected row may begin a drag of all of them: it narrows the selection when the button comes up.
    else if (name === null || !isSelected(chosen, name)) selection.go(index, "only");
  };
  const onRowClick = (event: MouseEvent, index: number) => {
    if (event.target instanceof HTMLElement && event.target.closest("input,button,a")) return;
    // A tap opens: there is no double tap to wait for.
    if (event.nativeEvent instanceof PointerEvent && event.nativeEvent.pointerType === "touch") onOpen(index);
    if (!event.shiftKey && !event.ctrlKey && !event.metaKey) selection.go(index, "only");
  };

  const onBlur = (event: FocusEvent) => {
    // Focus that goes to nothing is a row that left the document; it is taken back.
    if (event.relatedTarget !== null || document.hasFocus())
      setHeld(event.relatedTarget === null ? held : Boolean(gridRef.current?.contains(event.relatedTarget as Node)));
  };

  return (
    // biome-ignore lint/a11y/useSemanticElements: see roles.ts
    <div
      ref={gridRef}
      role="grid"
      aria-label={label}
      aria-multiselectable="true"
      aria-rowcount={rows.total + 1}
      aria-colcount={columns}
      aria-busy={busy}
      tabIndex={rows.total === 0 ? 0 : -1}
      onKeyDown={onKeyDown}
      onFocus={() => setHeld(true)}
      onBlur={onBlur}
      className={cn("flex min-h-0 flex-1 flex-col outline-none", className)}
    >
      <div ref={scroller} className="min-h-0 flex-1 overflow-y-auto overflow-x-hidden">
        <div {...ROWGROUP} className="sticky top-0 z-10 border-b bg-panel" style={{ height: HEADER_HEIGHT }}>
          {header}
        </div>
        {above}
        <div {...ROWGROUP} className="relative" style={{ height: virtual.getTotalSize() }}>
          {items.map((item) => {
            const name = rows.nameAt(item.index);
            const selected = name !== null && isSelected(chosen, name);
            return (
              <RowPlace key={name ?? `#${item.index}`} start={item.start - HEADER_HEIGHT} height={rowHeight}>
                {renderRow({
                  index: item.index,
                  name,
                  selected,
                  props: {
                    role: "row",
                    "data-index": item.index,
                    "aria-rowindex": item.index + 2,
                    "aria-selected": selected,
                    tabIndex: item.index === focusIndex ? 0 : -1,
                    onMouseDown: (event: MouseEvent) => onRowMouseDown(event, item.index, name),
                    onClick: (event: MouseEvent) => onRowClick(event, item.index),
                    onDoubleClick: () => onOpen(item.index),
                  },
                })}
              </RowPlace>
            );
          })}
        </div>
      </div>
    </div>
  );
}

function RowPlace({ start, height, children }: { start: number; height: number; children: ReactNode }) {
  return (
    <div role="none" className="absolute inset-x-0 top-0" style={{ height, transform: `translateY(${start}px)` }}>
      {children}
    </div>
  );
}
