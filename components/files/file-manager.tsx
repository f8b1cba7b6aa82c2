"use client";
import { ArrowLeft } from "lucide-react";
import dynamic from "next/dynamic";
import { type ReactNode, useCallback, useEffect, useRef, useState } from "react";
import { EditorPane } from "#components/editor/editor-pane.tsx";
import { focusEditor } from "#components/editor/focus-editor.ts";
import { revealPlace } from "#components/editor/reveal-line.ts";
import { useSearchUrl } from "#components/search/use-search-url.ts";
import { Button } from "#components/ui/button.tsx";
import { toastFailure } from "#components/ui/toast-failure.tsx";
import { untilLoaded } from "#components/ui/until-loaded.ts";
import type { NamedRoot } from "#lib/api/file-root.ts";
import { nameOf, parentOf, ROOT, type VolumePath } from "#lib/api/paths.ts";
import { type Carry, carryEntries } from "./acts/carry-entries.ts";
import { useFileCommands } from "./commands/use-file-commands.ts";
import { useRegisterCommands } from "./commands/use-register-commands.tsx";
import { DeleteDialog } from "./dialogs/delete-dialog.tsx";
import { PeekDialog } from "./dialogs/peek-dialog.tsx";
import { type Files, FilesContext, type FilesDialog, type Naming, useFiles } from "./files-context.ts";
import { FollowOwnChanges } from "./follow-own-changes.tsx";
import { focusGrid } from "./grid/focus-grid.ts";
import { useSelection } from "./grid/use-selection.ts";
import { FileList } from "./list/file-list.tsx";
import { useListing } from "./list/use-listing.ts";
import { useReveal } from "./list/use-reveal.ts";
import { type Mounts, mountAround, NO_MOUNTS } from "./model/mounts.ts";
import type { RowRange } from "./model/selection.ts";
import { Panes } from "./panes.tsx";
import type { PanesLayout } from "./panes-layout.ts";
import { Toolbar } from "./toolbar.tsx";
import { FolderTree } from "./tree/folder-tree.tsx";
import { useCollect } from "./use-collect.ts";
import { useDesk } from "./use-desk.tsx";
import { useFolder } from "./use-folder.ts";
import { useIsPhone } from "./use-is-phone.ts";
import { useLiveFiles } from "./use-live-files.ts";
import { useOpenEntry } from "./use-open-entry.ts";
import { useReread } from "./use-reread.ts";

const SearchPane = dynamic(
  untilLoaded(() => import("#components/search/search-pane.tsx").then((loaded) => loaded.SearchPane)),
);
const CarryDialog = dynamic(
  untilLoaded(() => import("./dialogs/carry-dialog.tsx").then((loaded) => loaded.CarryDialog)),
  { ssr: false },
);
const PermissionsDialog = dynamic(
  untilLoaded(() => import("./dialogs/permissions-dialog.tsx").then((loaded) => loaded.PermissionsDialog)),
  { ssr: false },
);

type FileManagerProps = {
  root: NamedRoot;
  /** Why nothing can be changed here, as a sentence; null when it can. */
  readOnly: string | null;
  /** What is mounted in the root, by mount path. */
  mounts?: Mounts;
  /** Where the control plane is reached from outside. */
  apiUrl: string;
  panes: PanesLayout;
};

const TOP: RowRange = { from: 0, to: 0 };
const NONE: ReadonlySet<VolumePath> = new Set();

/** The files of a root: folders, the list, and the open file. */
export function FileManager({ root, readOnly: forbidden, mounts = NO_MOUNTS, apiUrl, panes }: FileManagerProps) {
  const folder = useFolder();
  const { path, open, view, goTo, openFile, follow } = folder;
  const mount = mountAround(mounts, path);
  const readOnly = forbidden ?? (mount?.read_only ? "This folder is a volume that is mounted read-only." : null);
  const [visible, setVisible] = useState(TOP);
  const listing = useListing(root, path, view, visible);
  const readNames = useCallback(
    (range: RowRange) =>
      listing.read(range).then(
        (rows) => rows.map(({ name }) => name),
        (error: unknown) => {
          void toastFailure("The rows between could not be read", error);
          return null;
        },
      ),
    [listing.read],
  );
  const selection = useSelection(`${root.id} ${path} ${view.filter}`, listing, readNames);
  const reveal = useReveal(root, path, view, listing, selection);
  const { glowing, watched } = useLiveFiles(root, path, follow);
  const reread = useReread(root);
  const gridRef = useRef<HTMLDivElement>(null);
  const focusList = useCallback(() => focusGrid(gridRef), []);
  const { desk, undoable, undo, dialogs } = useDesk(root, focusList);
  const [naming, setNaming] = useState<Naming | null>(null);
  const [dialog, setDialog] = useState<FilesDialog | null>(null);
  const [dirty, setDirty] = useState(NONE);
  const [editingPath, setEditingPath] = useState(false);
  const filterRef = useRef<HTMLInputElement>(null);
  const phone = useIsPhone();
  const searching = useSearchUrl(root.kind).isOpen;

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

  const openEntry = useOpenEntry(root, folder, focusList);
  const newest = useRef({ listing, selection });
  newest.current = { listing, selection };
  const collect = useCollect(path, listing, selection);
  const carry = useCallback(
    async (what: Carry) => {
      const known = newest.current.listing;
      const names = new Set(what.paths.map(nameOf));
      if (what.how === "move" && what.paths.some((moved) => parentOf(moved) === path))
        newest.current.selection.apply({ kind: "none" });
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
    [desk, open, openFile, path],
  );

  const files: Files = {
    root,
    mounts,
    reread,
    readOnly,
    folder,
    listing,
    selection,
    desk,
    naming,
    setNaming,
    setDialog,
    glowing,
    watched,
    dirty,
    gridRef,
    focusList,
    reveal,
    openEntry,
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
        root={root}
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
      {root.kind === "sandbox" && <FollowOwnChanges />}
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
          const list = searching ? (
            <SearchPane
              root={root}
              folder={path}
              readOnly={readOnly}
              onOpen={(found, place) => {
                if (place !== null) revealPlace(found, place);
                focusEditor(found);
                openFile(found);
              }}
              onGoTo={(found) => {
                goTo(found);
                focusList();
              }}
              onClosed={focusList}
            />
          ) : (
            <FileList commands={commands} apiUrl={apiUrl} onVisible={onVisible} />
          );
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
      {dialog?.kind === "delete" && <DeleteDialog {...dialog} onClose={() => setDialog(null)} />}
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
