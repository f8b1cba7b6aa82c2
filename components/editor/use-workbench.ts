import { useEffect, useLayoutEffect, useMemo } from "react";
import { parentOf, type VolumePath } from "#lib/api/paths.ts";
import { useLiveEvents } from "#lib/queries/live-events.ts";
import type { EditorPaneProps } from "./editor-pane.tsx";
import { followEvent, lookAtFiles } from "./follow-event.ts";
import { mayClose } from "./leave-guard.ts";
import { onLookAgain } from "./look-again.ts";
import { useStore } from "./use-editor-state.ts";
import { useObserved } from "./use-observed.ts";
import { close, documentAt, open, show } from "./workspace.ts";
import { workspaceOf } from "./workspaces.ts";

/** The tabs of a root, kept in step with the URL: what is active is what `path` says. */
export function useWorkbench({ root, path, onOpen, onClose, onDirtyChange }: EditorPaneProps) {
  const workspace = workspaceOf(root);
  const tabs = useStore(workspace.tabs);
  const dirty = useStore(workspace.dirty);

  // Before it is painted: else the tab that was active before would be seen, and read, first.
  useLayoutEffect(() => {
    if (path) open(workspace, path);
  }, [workspace, path]);

  useEffect(() => onDirtyChange?.(dirty), [onDirtyChange, dirty]);

  useLiveEvents((event) => {
    const before = workspace.tabs.get().active;
    followEvent(workspace, event);
    const after = workspace.tabs.get().active;
    if (after && after !== before) onOpen(after);
  });
  useEffect(() => onLookAgain((changed) => lookAtFiles(workspace, changed)), [workspace]);
  useObserved(
    root,
    useMemo(() => [...new Set(tabs.paths.map(parentOf))], [tabs.paths]),
  );

  const giveUp = (paths: readonly VolumePath[]) => {
    close(workspace, paths);
    const { active } = workspace.tabs.get();
    if (active === null) onClose();
    else if (active !== path) onOpen(active);
  };
  /** Closes tabs; asks first where something is not saved. */
  const closePaths = async (paths: readonly VolumePath[]) => {
    if (await mayClose(paths.flatMap((one) => workspace.documents.get(one) ?? []))) giveUp(paths);
  };

  const active = path !== null && tabs.paths.includes(path) ? path : path && tabs.active;
  const document = active && documentAt(workspace, active);
  useEffect(() => {
    if (document) show(workspace, document);
  }, [workspace, document]);

  return {
    workspace,
    tabs: useMemo(() => ({ paths: tabs.paths, active }), [tabs.paths, active]),
    dirty,
    document,
    closePaths,
    giveUp,
  };
}
