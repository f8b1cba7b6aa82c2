"use client";
import { useUploads } from "#components/uploads/use-uploads.ts";
import { useFiles } from "../files-context.ts";
import { EmptyFolder } from "./empty-folder.tsx";
import { NothingFound } from "./list-body.tsx";

/** The list while it has no rows. Keys and a paste go to it all the same. */
export function EmptyList({ apiUrl }: { apiUrl: string }) {
  const { root, folder, readOnly, setNaming, gridRef, goToParent } = useFiles();
  const uploads = useUploads();
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for forms
    <div
      ref={gridRef}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: see above
      tabIndex={0}
      role="group"
      aria-label={`Files in ${folder.path}`}
      onKeyDown={(event) => {
        if (event.target !== event.currentTarget) return;
        if (event.key === "Backspace" || (event.key === "ArrowUp" && (event.altKey || event.metaKey))) {
          event.preventDefault();
          goToParent();
        }
        if (event.key === "Escape" && folder.view.filter !== "") folder.filterBy("");
      }}
      className="flex min-h-0 flex-1 flex-col focus-visible:-outline-offset-2"
    >
      {folder.view.filter === "" ? (
        <EmptyFolder
          root={root}
          path={folder.path}
          apiUrl={apiUrl}
          readOnly={readOnly}
          onUpload={() => void uploads.pick({ root, directory: folder.path, what: "files" })}
          onNewFile={() => setNaming({ kind: "file" })}
          onNewFolder={() => setNaming({ kind: "folder" })}
        />
      ) : (
        <NothingFound />
      )}
    </div>
  );
}
