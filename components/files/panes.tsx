"use client";
import { type ReactNode, useEffect, useRef } from "react";
import { Group, Panel, Separator, useGroupRef } from "react-resizable-panels";
import { type PanesLayout, rememberPanes } from "./panes-layout.ts";

type PanesProps = {
  tree: ReactNode;
  list: ReactNode;
  /** Null while no file is open: the list has the room. */
  editor: ReactNode | null;
  saved: PanesLayout;
};

/** How much of the group the panel before the handle takes, in per cent. */
function shareBefore(handle: HTMLElement): number {
  const before = handle.previousElementSibling?.getBoundingClientRect().width ?? 0;
  const whole = handle.parentElement?.getBoundingClientRect().width ?? 0;
  return whole === 0 ? 0 : Math.round((before / whole) * 100);
}

function Handle({ label }: { label: string }) {
  const handle = useRef<HTMLDivElement>(null);
  // The library says the value only once the layout has changed, and may take it away again; without one a separator is not
  // valid.
  useEffect(() => {
    const element = handle.current;
    if (element === null) return;
    const say = () => {
      if (!element.hasAttribute("aria-valuenow")) element.setAttribute("aria-valuenow", String(shareBefore(element)));
    };
    say();
    const observer = new MutationObserver(say);
    observer.observe(element, { attributeFilter: ["aria-valuenow"] });
    return () => observer.disconnect();
  }, []);
  return (
    <Separator
      elementRef={handle}
      aria-label={label}
      className="w-px bg-line outline-none transition-colors hover:bg-link focus-visible:bg-link focus-visible:ring-2 focus-visible:ring-link data-[separator=active]:bg-link"
    />
  );
}

/** Tree, list and editor side by side, resized by hand or by keyboard, and as they were left at the next visit. */
export function Panes({ tree, list, editor, saved }: PanesProps) {
  const group = useGroupRef();
  const layouts = useRef(saved);
  const kind = editor === null ? "two" : "three";
  useEffect(() => {
    const layout = layouts.current[kind];
    if (layout) group.current?.setLayout(layout);
  }, [kind, group]);
  return (
    <Group
      groupRef={group}
      orientation="horizontal"
      className="min-h-0 flex-1"
      defaultLayout={saved[kind]}
      onLayoutChanged={(layout, { isUserInteraction }) => {
        if (!isUserInteraction) return;
        layouts.current = { ...layouts.current, [kind]: layout };
        rememberPanes(layouts.current);
      }}
    >
      <Panel
        id="tree"
        defaultSize="220px"
        minSize="140px"
        maxSize="45%"
        collapsible
        groupResizeBehavior="preserve-pixel-size"
      >
        {tree}
      </Panel>
      <Handle label="Resize the folder tree" />
      <Panel id="list" minSize="240px" className="flex min-w-0 flex-col">
        {list}
      </Panel>
      {editor !== null && <Handle label="Resize the editor" />}
      {editor !== null && (
        <Panel id="editor" defaultSize="50%" minSize="280px" className="flex min-w-0 flex-col">
          {editor}
        </Panel>
      )}
    </Group>
  );
}
