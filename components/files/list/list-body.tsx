"use client";
import { FolderX, Lock, SearchX } from "lucide-react";
import { Button } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { ErrorState } from "#components/ui/error-state.tsx";
import { ApiError } from "#lib/api/api-error.ts";
import { useFiles } from "../files-context.ts";

/** What stands in place of the rows when the folder cannot be read. */
export function FolderFailed({ error }: { error: Error }) {
  const { listing, folder, goToParent } = useFiles();
  const code = error instanceof ApiError ? error.code : null;
  if (code === "file_not_found" || code === "file_conflict")
    return (
      <EmptyState
        className="flex-1"
        icon={<FolderX aria-hidden="true" />}
        title={code === "file_not_found" ? "This folder is not there any more" : "This is not a folder"}
        action={
          <div className="flex gap-2">
            <Button onClick={listing.reload}>Look again</Button>
            <Button variant="primary" onClick={goToParent}>
              Go to the folder above
            </Button>
          </div>
        }
      >
        <span className="font-mono break-all">{folder.path}</span>
      </EmptyState>
    );
  if (code === "forbidden" || code === "permission_denied")
    return (
      <EmptyState className="flex-1" icon={<Lock aria-hidden="true" />} title="You may not see these files">
        {error.message} An admin of the team can change your role.
      </EmptyState>
    );
  return (
    <ErrorState
      title="The folder could not be read"
      error={error}
      action={<Button onClick={listing.reload}>Try again</Button>}
    />
  );
}

/** The filter leaves nothing. */
export function NothingFound() {
  const { folder, focusList } = useFiles();
  return (
    <EmptyState
      className="flex-1"
      icon={<SearchX aria-hidden="true" />}
      title={`Nothing here has “${folder.view.filter}” in its name`}
      action={
        <Button
          onClick={() => {
            folder.filterBy("");
            focusList();
          }}
        >
          Clear the filter
        </Button>
      }
    >
      The filter looks at this folder only.
    </EmptyState>
  );
}
