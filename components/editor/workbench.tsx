"use client";
import { FileText } from "lucide-react";
import { useRef } from "react";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { Kbd } from "#components/ui/kbd.tsx";
import { useShortcuts } from "#components/ui/shortcuts/use-shortcuts.ts";
import type { VolumePath } from "#lib/api/paths.ts";
import { saveStateOf } from "./document.ts";
import type { EditorPaneProps } from "./editor-pane.tsx";
import { EditorTabs } from "./editor-tabs.tsx";
import { EditorToolbar } from "./editor-toolbar.tsx";
import { focusEditor } from "./focus-editor.ts";
import { LeaveDialog } from "./leave-dialog.tsx";
import { OpenDocument } from "./open-document.tsx";
import { saveDocument } from "./save-document.ts";
import { neighbourTab } from "./tabs-state.ts";
import { useLeaveGuard } from "./use-leave-guard.ts";
import { useWorkbench } from "./use-workbench.ts";

/** The editor pane, once its code is there. */
export function Workbench(props: EditorPaneProps) {
  const pane = useRef<HTMLDivElement>(null);
  const { workspace, tabs, dirty, document, closePaths, giveUp } = useWorkbench(props);
  const { readOnlyReason, onOpen } = props;
  useLeaveGuard();

  const save = () => {
    const state = document && saveStateOf(document);
    if (document && state && state.at !== "clean" && readOnlyReason === null)
      void saveDocument(document, workspace.transport);
  };
  const goTo = (path: VolumePath | null) => path && onOpen(path);
  const isInside = () => pane.current;
  useShortcuts([
    {
      id: "editor.save",
      keys: "Mod+S",
      scope: "Editor",
      label: "Save",
      whenTyping: true,
      enabled: document !== null,
      run: save,
    },
    {
      id: "editor.close",
      keys: "Alt+W",
      scope: "Editor",
      label: "Close the tab",
      whenTyping: true,
      enabled: tabs.active !== null,
      run: () => tabs.active && void closePaths([tabs.active]),
    },
    {
      id: "editor.next",
      keys: "Alt+PageDown",
      scope: "Editor",
      label: "Next tab",
      whenTyping: true,
      within: isInside,
      run: () => goTo(neighbourTab(tabs, 1)),
    },
    {
      id: "editor.previous",
      keys: "Alt+PageUp",
      scope: "Editor",
      label: "Previous tab",
      whenTyping: true,
      within: isInside,
      run: () => goTo(neighbourTab(tabs, -1)),
    },
    { id: "editor.find", keys: "Mod+F", scope: "Editor", label: "Find in the text" },
    { id: "editor.tab", keys: "Ctrl+M", scope: "Editor", label: "Let Tab move the focus instead of indenting" },
  ]);

  return (
    <div ref={pane} className="flex h-full min-h-0 min-w-0 flex-col bg-panel">
      <div className="flex h-9 shrink-0 bg-canvas shadow-[inset_0_-1px_0_var(--line)]">
        <EditorTabs
          tabs={tabs}
          dirty={dirty}
          onActivate={onOpen}
          onClose={(path) => void closePaths([path])}
          onEnter={() => tabs.active && focusEditor(tabs.active)}
        />
        {document && (
          <EditorToolbar
            document={document}
            readOnlyReason={readOnlyReason}
            onSave={save}
            onClose={(which) =>
              void closePaths(
                which === "all"
                  ? tabs.paths
                  : tabs.paths.filter((path) => (path === tabs.active) === (which === "this")),
              )
            }
          />
        )}
      </div>
      {document ? (
        <OpenDocument
          workspace={workspace}
          document={document}
          readOnlyReason={readOnlyReason}
          onSave={save}
          onOpen={onOpen}
          onClose={() => tabs.active && void closePaths([tabs.active])}
          onGiveUp={() => tabs.active && giveUp([tabs.active])}
        />
      ) : (
        <EmptyState icon={<FileText aria-hidden="true" />} title="No file is open" className="flex-1 justify-center">
          Choose a file in the list and press <Kbd>Enter</Kbd>, or double-click it.
        </EmptyState>
      )}
      <LeaveDialog />
    </div>
  );
}
