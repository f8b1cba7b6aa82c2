"use client";
import { Download, Ellipsis, Save } from "lucide-react";
import { Button } from "#components/ui/button.tsx";
import { cn } from "#components/ui/cn.ts";
import { DropdownMenu } from "#components/ui/dropdown-menu.tsx";
import { IconButton } from "#components/ui/icon-button.tsx";
import { MenuItem, MenuSeparator } from "#components/ui/menu-item.tsx";
import { ShortcutKeys } from "#components/ui/shortcuts/shortcut-keys.tsx";
import { toastFailure } from "#components/ui/toast-failure.tsx";
import { download } from "#components/uploads/download.ts";
import { type Content, change, type EditorDocument, type View } from "./document.ts";
import { isDirty } from "./save-state.ts";
import { useDocumentState } from "./use-editor-state.ts";
import { viewOf, viewsOf } from "./views.ts";

type Props = {
  document: EditorDocument;
  readOnlyReason: string | null;
  onSave: () => void;
  onClose: (which: "this" | "others" | "all") => void;
};

const VIEW_NAMES: Record<View, string> = { source: "Source", preview: "Preview", bytes: "Bytes" };

/** What can be done with the open file, right of the tabs. */
export function EditorToolbar({ document, readOnlyReason, onSave, onClose }: Props) {
  const state = useDocumentState(document);
  const { content } = state;
  const views = viewsOf(state);
  const view = viewOf(state);
  const onDownload = () =>
    void download(document.root, { path: state.path }).catch((error: unknown) =>
      toastFailure("The download did not start", error),
    );
  return (
    <div className="flex shrink-0 items-center gap-1 px-1.5">
      {views.length > 0 && (
        <fieldset className="flex rounded-md border p-px">
          <legend className="sr-only">Look at the file as</legend>
          {views.map((one) => (
            <button
              key={one}
              type="button"
              aria-pressed={one === view}
              onClick={() => change(document, { chosenView: one })}
              className={cn(
                "h-6 rounded-sm px-2 text-caption text-muted hover:text-ink",
                one === view && "bg-active text-ink",
              )}
            >
              {VIEW_NAMES[one]}
            </button>
          ))}
        </fieldset>
      )}
      {content.kind === "text" && (
        <Button
          size="sm"
          variant={isDirty(content.save) ? "primary" : "ghost"}
          pending={content.save.at === "saving"}
          reason={readOnlyReason ?? (isDirty(content.save) || content.save.at === "gone" ? null : "Nothing to save")}
          onClick={onSave}
        >
          <Save className="size-4 sm:hidden" aria-hidden="true" />
          <span className="max-sm:sr-only">Save</span>
        </Button>
      )}
      {isDownloadMain(content) && (
        <Button size="sm" onClick={onDownload}>
          Download
        </Button>
      )}
      <DropdownMenu
        trigger={
          <IconButton label="File actions" tooltip={false}>
            <Ellipsis aria-hidden="true" />
          </IconButton>
        }
      >
        <MenuItem icon={<Download aria-hidden="true" />} onSelect={onDownload}>
          Download
        </MenuItem>
        <MenuSeparator />
        <MenuItem onSelect={() => onClose("this")}>
          <span className="flex items-center justify-between gap-6">
            Close <ShortcutKeys keys="Alt+W" />
          </span>
        </MenuItem>
        <MenuItem onSelect={() => onClose("others")}>Close others</MenuItem>
        <MenuItem onSelect={() => onClose("all")}>Close all</MenuItem>
      </DropdownMenu>
    </div>
  );
}

/** What cannot be edited here is worked on elsewhere. */
const isDownloadMain = ({ kind }: Content) =>
  kind === "binary" || kind === "head" || kind === "foreign" || kind === "media";
