"use client";
import { lazy, Suspense, useSyncExternalStore } from "react";
import { untilLoaded } from "#components/ui/until-loaded.ts";
import type { FileRoot } from "#lib/api/file-root.ts";
import type { VolumePath } from "#lib/api/paths.ts";
import { PaneSkeleton } from "./pane-skeleton.tsx";

const Workbench = lazy(untilLoaded(() => import("./workbench.tsx").then(({ Workbench }) => ({ default: Workbench }))));

export type EditorPaneProps = {
  root: FileRoot;
  /** The file in the URL: the active tab. A new one opens a tab. */
  path: VolumePath | null;
  /** Another tab was chosen, or the active file was renamed. */
  onOpen: (path: VolumePath) => void;
  /** The last tab was closed. */
  onClose: () => void;
  onDirtyChange?: (dirty: ReadonlySet<VolumePath>) => void;
  /** Why this person may not save, as a sentence; null when they may. */
  readOnlyReason: string | null;
};

/** The open files of a root in tabs, to edit or to look at. The code behind it is fetched when it is first shown. */
export function EditorPane(props: EditorPaneProps) {
  // Drafts live in the browser alone; the server draws the place where they will be.
  const inBrowser = useSyncExternalStore(
    neverChanges,
    () => true,
    () => false,
  );
  if (!inBrowser) return <PaneSkeleton />;
  return (
    <Suspense fallback={<PaneSkeleton />}>
      <Workbench {...props} />
    </Suspense>
  );
}

const neverChanges = () => () => undefined;
