"use client";
import { clsx } from "clsx";
import { X } from "lucide-react";
import { type KeyboardEvent, useEffect, useRef } from "react";
import { cn } from "#components/ui/cn.ts";
import { MiddleTruncate } from "#components/ui/middle-truncate.tsx";
import { nameOf, parentOf, type VolumePath } from "#lib/api/paths.ts";
import { neighbourTab, type Tabs } from "./tabs-state.ts";

type Props = {
  tabs: Tabs;
  dirty: ReadonlySet<VolumePath>;
  onActivate: (path: VolumePath) => void;
  onClose: (path: VolumePath) => void;
  /** Enter on the active tab: on to its text. */
  onEnter: () => void;
};

export const tabId = (path: VolumePath): string => `editor-tab-${encodeURIComponent(path)}`;
export const TAB_PANEL_ID = "editor-panel";

/** Arrows, Home and End move between the tabs, Delete closes one, Enter goes into its text. */
export function EditorTabs({ tabs, dirty, onActivate, onClose, onEnter }: Props) {
  const list = useRef<HTMLDivElement>(null);
  const { active, paths } = tabs;

  // biome-ignore lint/correctness/useExhaustiveDependencies: a tab that was added or moved changes what is in view
  useEffect(() => {
    if (!list.current) return;
    const reveal = () =>
      list.current
        ?.querySelector('[aria-selected="true"]')
        ?.parentElement?.scrollIntoView({ block: "nearest", inline: "nearest" });
    reveal();
    // The room for the tabs changes with what stands beside them.
    const observer = new ResizeObserver(reveal);
    observer.observe(list.current);
    return () => observer.disconnect();
  }, [active, paths]);

  const goTo = (path: VolumePath | null | undefined) => {
    if (!path) return;
    onActivate(path);
    document.getElementById(tabId(path))?.focus();
  };
  const actOf = (key: string): (() => void) | null => {
    switch (key) {
      case "ArrowLeft":
        return () => goTo(neighbourTab(tabs, -1));
      case "ArrowRight":
        return () => goTo(neighbourTab(tabs, 1));
      case "Home":
        return () => goTo(paths[0]);
      case "End":
        return () => goTo(paths.at(-1));
      case "Delete":
        return () => active && onClose(active);
      case "Enter":
        return onEnter;
      default:
        return null;
    }
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const go = actOf(event.key);
    if (!go || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    event.stopPropagation();
    go();
  };

  return (
    <div
      ref={list}
      role="tablist"
      aria-label="Open files"
      onKeyDown={onKeyDown}
      // A vertical wheel moves the tabs too.
      onWheel={(event) => event.deltaX === 0 && list.current?.scrollBy({ left: event.deltaY })}
      className="flex min-w-0 flex-1 self-stretch overflow-x-auto [scrollbar-width:none]"
    >
      {paths.map((path) => (
        <EditorTab
          key={path}
          path={path}
          isActive={path === active}
          isDirty={dirty.has(path)}
          isAmbiguous={paths.some((other) => other !== path && nameOf(other) === nameOf(path))}
          onActivate={onActivate}
          onClose={onClose}
        />
      ))}
    </div>
  );
}

type TabProps = Pick<Props, "onActivate" | "onClose"> & {
  path: VolumePath;
  isActive: boolean;
  isDirty: boolean;
  /** Another tab has the same name: the directory tells them apart. */
  isAmbiguous: boolean;
};

function EditorTab({ path, isActive, isDirty, isAmbiguous, onActivate, onClose }: TabProps) {
  return (
    <div
      role="presentation"
      // Not `cn`: one side's border would take the place of the other's.
      className={clsx(
        "group relative flex max-w-56 min-w-24 shrink-0 items-center border-r",
        isActive
          ? "bg-panel text-ink before:absolute before:inset-x-0 before:top-0 before:h-0.5 before:bg-accent"
          : "border-b text-muted hover:bg-hover hover:text-ink",
      )}
    >
      <button
        type="button"
        role="tab"
        id={tabId(path)}
        aria-selected={isActive}
        aria-controls={TAB_PANEL_ID}
        aria-keyshortcuts="Alt+W Delete"
        tabIndex={isActive ? 0 : -1}
        title={path}
        onClick={() => onActivate(path)}
        onAuxClick={(event) => event.button === 1 && onClose(path)}
        // Else the middle button starts scrolling.
        onMouseDown={(event) => event.button === 1 && event.preventDefault()}
        className="flex h-full min-w-0 flex-1 items-center gap-1.5 pr-7 pl-3 -outline-offset-2"
      >
        <MiddleTruncate text={nameOf(path)} />
        {isAmbiguous && (
          <span className="min-w-0 shrink truncate text-caption text-faint">{nameOf(parentOf(path)) || "/"}</span>
        )}
        {isDirty && <span className="sr-only">, unsaved</span>}
      </button>
      {/* For the mouse alone: within a tab list only tabs may be, and the keyboard has Delete and Alt+W. */}
      <button
        type="button"
        tabIndex={-1}
        aria-hidden="true"
        title="Close (Alt+W)"
        onClick={() => onClose(path)}
        className={cn(
          "absolute right-1.5 flex size-5 items-center justify-center rounded-sm text-muted hover:bg-active hover:text-ink",
          !isActive && !isDirty && "opacity-0 group-hover:opacity-100 group-focus-within:opacity-100",
        )}
      >
        {isDirty && <span className="size-2 rounded-full bg-ink group-hover:hidden" />}
        <X className={cn("size-3.5", isDirty && "hidden group-hover:block")} />
      </button>
    </div>
  );
}
