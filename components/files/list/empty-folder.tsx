"use client";
import { FilePlus, FolderPlus, Upload } from "lucide-react";
import { Button } from "#components/ui/button.tsx";
import { CodeLine, shellQuoted } from "#components/ui/code-line.tsx";
import { type NamedRoot, pathOfRoot } from "#lib/api/file-root.ts";
import { childOf, type VolumePath } from "#lib/api/paths.ts";

type EmptyFolderProps = {
  root: NamedRoot;
  path: VolumePath;
  /** Where the control plane is reached from outside. */
  apiUrl: string;
  readOnly: string | null;
  onUpload: () => void;
  onNewFile: () => void;
  onNewFolder: () => void;
};

/** An empty folder says so, and shows every way to fill it. */
export function EmptyFolder({ root, path, apiUrl, readOnly, onUpload, onNewFile, onNewFolder }: EmptyFolderProps) {
  const target = childOf(path, "report.txt");
  const body = JSON.stringify({ path: childOf(path, "hello.txt"), content: "hello\n" });
  return (
    <div className="flex min-h-0 flex-1 flex-col items-center overflow-y-auto px-6 py-10 @max-[420px]:px-4">
      <div className="my-auto flex w-full max-w-lg flex-col gap-6">
        <div className="flex flex-col items-center gap-1 text-center">
          <h2 className="text-title font-semibold">
            {path === "/" ? `This ${root.kind} is empty` : "This folder is empty"}
          </h2>
          <p className="text-muted">
            {readOnly ??
              (root.kind === "volume"
                ? "Drop files or folders anywhere here, or begin with one of these. What others write appears by itself."
                : "Drop files or folders anywhere here, or begin with one of these. What processes inside write is read by Refresh.")}
          </p>
        </div>
        {readOnly === null && (
          <div className="flex flex-wrap justify-center gap-2">
            <Button variant="primary" onClick={onUpload}>
              <Upload className="size-4" aria-hidden="true" />
              Upload files
            </Button>
            <Button onClick={onNewFile}>
              <FilePlus className="size-4" aria-hidden="true" />
              New file
            </Button>
            <Button onClick={onNewFolder}>
              <FolderPlus className="size-4" aria-hidden="true" />
              New folder
            </Button>
          </div>
        )}
        <div className="flex flex-col gap-3">
          {root.kind === "volume" && (
            <CodeLine
              label="CLI"
              text={`nullspace volume upload ${shellQuoted(root.name)} ./report.txt ${shellQuoted(target)}`}
            />
          )}
          <CodeLine
            label="curl"
            text={`curl ${apiUrl}/v1${pathOfRoot(root)}/files/write -H "Authorization: Bearer $NULLSPACE_API_KEY" -H 'Content-Type: application/json' -d ${shellQuoted(body)}`}
          />
        </div>
      </div>
    </div>
  );
}
