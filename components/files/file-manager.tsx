"use client";
import { useQuery } from "@tanstack/react-query";
import { ArrowLeft } from "lucide-react";
import { type ReactNode, useCallback, useEffect, useMemo, useRef, useState } from "react";
import { toast } from "sonner";
import { EditorPane } from "#components/editor/editor-pane.tsx";
import { Button } from "#components/ui/button.tsx";
import type { FileInfo } from "#lib/api/files.ts";
import type { VolumeId } from "#lib/api/ids.ts";
import { childOf, nameOf, parentOf, ROOT, type VolumePath } from "#lib/api/paths.ts";
import { browserApi } from "#lib/queries/browser-api.ts";
import { volumeById } from "#lib/queries/volumes.ts";
import { type Carry, carryEntries } from "./acts/carry-entries.ts";
import { useFileCommands } from "./commands/use-file-commands.ts";
import { useRegisterCommands } from "./commands/use-register-commands.tsx";
import { CarryDialog } from "./dialogs/carry-dialog.tsx";
import { PeekDialog } from "./dialogs/peek-dialog.tsx";
import { PermissionsDialog } from "./dialogs/permissions-dialog.tsx";
import { type Files, FilesContext, type FilesDialog, type Naming, useFiles } from "./files-context.ts";
import { focusGrid } from "./grid/focus-grid.ts";
import { useSelection } from "./grid/use-selection.ts";
import { FileList } from "./list/file-list.tsx";
import { type RowRange, useListing } from "./list/use-listing.ts";
import { useReveal } from "./list/use-reveal.ts";
import { isSelected } from "./model/selection.ts";
import { whyNotOpened } from "./names/kind-of.ts";
import { Panes } from "./panes.tsx";
import type { PanesLayout } from "./panes-layout.ts";
import { Toolbar } from "./toolbar.tsx";
import { FolderTree } from "./tree/folder-tree.tsx";
import { useDesk } from "./use-desk.tsx";
import { useFolder } from "./use-folder.ts";
import { useIsPhone } from "./use-is-phone.ts";
import { useLiveFiles } from "./use-live-files.ts";

type FileManagerProps = {
  volumeId: VolumeId;
  /** Where the control plane is reached from outside. */
  apiUrl: string;
  panes: PanesLayout;
};

const TOP: RowRange = { from: 0, to: 0 };
const NONE: ReadonlySet<VolumePath> = new Set();

/** The files of a volume: folders, the list, and the open file. */
export function FileManager({ volumeId, apiUrl, panes }: FileManagerProps) {
  const { data: volume } = useQuery(volumeById(browserApi, volumeId));
  const name = volume?.name ?? "";
  const write = volume?.actions?.write;
  const readOnly = write && !write.allowed ? (write.reason ?? "You may look at these files, not change them.") : null;

  const folder = useFolder();
  const { path, open, view, goTo, openFile, follow } = folder;
  const [visible, setVisible] = useState(TOP);
  const listing = useListing(volumeId, path, view, visible);
  const selection = useSelection(`${volumeId} ${path} ${view.filter}`, listing, listing.ensure);
  const reveal = useReveal(volumeId, path, view, listing, selection);
  const glowing = useLiveFiles(volumeId, path, follow);
  const gridRef = useRef<HTMLDivElement>(null);
  const focusList = useCallback(() => focusGrid(gridRef), []);
  const { desk, undoable, undo, dialogs } = useDesk(volumeId, focusList);
  const [naming, setNaming] = useState<Naming | null>(null);
  const [dialog, setDialog] = useState<FilesDialog | null>(null);
  const [dirty, setDirty] = useState(NONE);
  const [editingPath, setEditingPath] = useState(false);
  const filterRef = useRef<HTMLInputElement>(null);
  const phone = useIsPhone();

  const onVisible = useCallback((from: number, to: number) => setVisible({ from, to }), []);

  // A deep link to a file shows it in its row.
  const linked = useRef(open);
  useEffect(() => {
    if (linked.current !== null && parentOf(linked.current) === path) reveal(nameOf(linked.current));
    linked.current = null;
  }, [path, reveal]);

  const goToParent = useCallback(() => {
    if (path === ROOT) return;
    reveal(nameOf(path), parentOf(path));
    goTo(parentOf(path));
    focusList();
  }, [path, goTo, reveal, focusList]);

  const openEntry = useCallback(
    async (entry: FileInfo) => {
      const reason = whyNotOpened(entry);
      if (reason !== null) return void toast(reason);
      if (entry.is_dir) {
        goTo(entry.path);
        return focusList();
      }
      if (entry.type === "symlink") {
        // A link to a folder is gone into, any other is opened as the file it leads to.
        const leadsToFolder = await browserApi.files.page(volumeId, entry.path, { limit: 1 }).then(
          () => true,
          () => false,
        );
        if (leadsToFolder) return goTo(entry.path);
      }
      openFile(entry.path);
    },
    [goTo, openFile, focusList, volumeId],
  );

  const newest = useRef({ listing, selection });
  newest.current = { listing, selection };
  const collect = useCallback(async () => {
    const { listing, selection } = newest.current;
    const chosen = selection.state.selection;
    if (chosen.kind === "every" && listing.total > 0 && !(await listing.ensure({ from: 0, to: listing.total - 1 })))
      return null;
    const known: FileInfo[] = [];
    for (const page of newest.current.listing.pages.values())
      for (const entry of page.entries) if (isSelected(chosen, entry.name)) known.push(entry);
    const paths =
      chosen.kind === "names" ? [...chosen.names].map((name) => childOf(path, name)) : known.map((one) => one.path);
    return { paths, known };
  }, [path]);

  const carry = useCallback(
    async (what: Carry) => {
      const known = newest.current.listing;
      const names = new Set(what.paths.map(nameOf));
      const entries =
        what.known ??
        [...known.pages.values()]
          .flatMap((page) => page.entries)
          .filter((entry) => names.has(entry.name) && what.paths.includes(entry.path));
      const done = await carryEntries(desk, { ...what, known: entries });
      // The open file goes along.
      const moved = what.how === "move" && open !== null ? done.find(({ path }) => path === open) : undefined;
      if (moved?.to) openFile(moved.to);
    },
    [desk, open, openFile],
  );

  const files: Files = {
    volume: useMemo(() => ({ id: volumeId, name }), [volumeId, name]),
    readOnly,
    folder,
    listing,
    selection,
    desk,
    naming,
    setNaming,
    setDialog,
    glowing,
    dirty,
    gridRef,
    focusList,
    reveal,
    openEntry: useCallback((entry) => void openEntry(entry), [openEntry]),
    goToParent,
    collect,
    carry,
    onDropEntries: useCallback(
      (carried, destination, copy) => void carry({ how: copy ? "copy" : "move", paths: carried.paths, destination }),
      [carry],
    ),
  };

  const editor =
    open === null ? null : (
      <EditorPane
        volume={volumeId}
        path={open}
        onOpen={openFile}
        onClose={() => {
          openFile(null);
          focusList();
        }}
        onDirtyChange={setDirty}
        readOnlyReason={readOnly}
      />
    );
  const focused = listing.entryAt(selection.state.focus.index);

  return (
    <FilesContext value={files}>
      <Commands
        undoable={undoable}
        undo={undo}
        focusFilter={() => {
          filterRef.current?.focus();
          filterRef.current?.select();
        }}
        editPath={() => setEditingPath(true)}
      >
        {(commands) => {
          const list = <FileList commands={commands} apiUrl={apiUrl} onVisible={onVisible} />;
          if (phone && editor !== null)
            return (
              <div className="flex min-h-0 flex-1 flex-col">
                <div className="flex h-10 shrink-0 items-center border-b px-1">
                  <Button variant="ghost" size="sm" onClick={() => openFile(null)}>
                    <ArrowLeft className="size-4" aria-hidden="true" />
                    Back to the files
                  </Button>
                </div>
                {editor}
              </div>
            );
          return (
            <div className="flex min-h-0 flex-1 flex-col">
              <Toolbar filterRef={filterRef} editingPath={editingPath} onEditPath={setEditingPath} />
              {phone ? list : <Panes tree={<FolderTree />} list={list} editor={editor} saved={panes} />}
            </div>
          );
        }}
      </Commands>
      {dialog?.kind === "carry" && <CarryDialog {...dialog} onClose={() => setDialog(null)} />}
      {dialog?.kind === "permissions" && <PermissionsDialog {...dialog} onClose={() => setDialog(null)} />}
      {dialog?.kind === "peek" && focused && <PeekDialog entry={focused} onClose={() => setDialog(null)} />}
      {dialogs}
    </FilesContext>
  );
}

type CommandsProps = {
  undoable: { label: string } | null;
  undo: () => void;
  focusFilter: () => void;
  editPath: () => void;
  children: (commands: ReturnType<typeof useFileCommands>) => ReactNode;
};

/** Registers what can be done, from inside the context that it is done in. */
function Commands({ undoable, undo, focusFilter, editPath, children }: CommandsProps) {
  const commands = useFileCommands(undoable, undo);
  const { gridRef } = useFiles();
  useRegisterCommands(commands, gridRef, { focusFilter, editPath });
  return children(commands);
}
