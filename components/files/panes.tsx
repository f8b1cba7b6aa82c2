"use client";
import { type ReactNode, useRef, useState } from "react";
import { PaneHandle } from "#components/ui/pane-handle.tsx";
import { EDITOR, editorAt, type PanesLayout, rememberPanes, TREE, treeAt } from "./panes-layout.ts";

type PanesProps = {
  tree: ReactNode;
  list: ReactNode;
  /** Null while no file is open: the list has the room. */
  editor: ReactNode | null;
  saved: PanesLayout;
};

/** Tree, list and editor side by side, resized by hand or by keyboard, and as they were left at the next visit. */
export function Panes({ tree, list, editor, saved }: PanesProps) {
  const [layout, setLayout] = useState(saved);
  const newest = useRef(layout);
  const change = (part: Partial<PanesLayout>) => {
    newest.current = { ...newest.current, ...part };
    setLayout(newest.current);
  };
  const remember = () => rememberPanes(newest.current);
  const folded = layout.tree === 0;
  return (
    <div className="flex min-h-0 flex-1 overflow-hidden">
      <div
        inert={folded}
        style={folded ? { width: 0 } : { width: layout.tree, minWidth: TREE.min, maxWidth: `${TREE.share}%` }}
        className="flex shrink-0 flex-col overflow-hidden"
      >
        {tree}
      </div>
      <PaneHandle
        label="Resize the folder tree"
        value={layout.tree}
        min={0}
        max={TREE.max}
        sizeAt={treeAt}
        onResize={(width) => change({ tree: width })}
        onResized={remember}
        onToggle={() => change({ tree: folded ? TREE.usual : 0 })}
      />
      <div className="flex min-w-60 flex-1 flex-col overflow-hidden">{list}</div>
      {editor !== null && (
        <>
          <PaneHandle
            label="Resize the editor"
            value={layout.editor}
            min={EDITOR.min}
            max={EDITOR.max}
            sizeAt={editorAt}
            onResize={(share) => change({ editor: share })}
            onResized={remember}
          />
          <div style={{ width: `${layout.editor}%` }} className="flex min-w-70 flex-col overflow-hidden">
            {editor}
          </div>
        </>
      )}
    </div>
  );
}
