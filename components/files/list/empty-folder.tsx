"use client";
import { FilePlus, FolderPlus, Upload } from "lucide-react";
import { Button } from "#components/ui/button.tsx";
import { CopyButton } from "#components/ui/copy-button.tsx";
import { childOf, type VolumePath } from "#lib/api/paths.ts";

type EmptyFolderProps = {
  volume: { readonly id: string; readonly name: string };
  path: VolumePath;
  /** Where the control plane is reached from outside. */
  apiUrl: string;
  readOnly: string | null;
  onUpload: () => void;
  onNewFile: () => void;
  onNewFolder: () => void;
};

/** For a shell, whatever is in the name. */
const shellQuoted = (text: string) => (/^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`);

function Line({ label, text }: { label: string; text: string }) {
  return (
    <div className="flex flex-col gap-1 text-left">
      <span className="text-caption text-faint">{label}</span>
      <div className="flex items-center gap-1 rounded-md border bg-canvas py-0.5 pr-0.5 pl-2.5">
        <code
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a line that scrolls must be reachable by keyboard
          tabIndex={0}
          className="min-w-0 flex-1 overflow-x-auto font-mono text-caption whitespace-pre [scrollbar-width:none]"
        >
          {text}
        </code>
        <CopyButton text={text} label={`Copy the ${label} line`} />
      </div>
    </div>
  );
}

/** An empty folder says so, and shows every way to fill it. */
export function EmptyFolder({ volume, path, apiUrl, readOnly, onUpload, onNewFile, onNewFolder }: EmptyFolderProps) {
  const target = childOf(path, "report.txt");
  const body = JSON.stringify({ path: childOf(path, "hello.txt"), content: "hello\n" });
  return (
    <div className="flex min-h-0 flex-1 flex-col items-center overflow-y-auto px-6 py-10 @max-[420px]:px-4">
      <div className="my-auto flex w-full max-w-lg flex-col gap-6">
        <div className="flex flex-col items-center gap-1 text-center">
          <h2 className="text-title font-semibold">{path === "/" ? "This volume is empty" : "This folder is empty"}</h2>
          <p className="text-muted">
            {readOnly ??
              "Drop files or folders anywhere here, or begin with one of these. What others write appears by itself."}
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
          <Line
            label="CLI"
            text={`nullspace volume upload ${shellQuoted(volume.name)} ./report.txt ${shellQuoted(target)}`}
          />
          <Line
            label="curl"
            text={`curl ${apiUrl}/v1/volumes/${volume.id}/files/write -H "Authorization: Bearer $NULLSPACE_API_KEY" -H 'Content-Type: application/json' -d ${shellQuoted(body)}`}
          />
        </div>
      </div>
    </div>
  );
}
