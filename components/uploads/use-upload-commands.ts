"use client";

import { useCommands } from "#components/shell/command-palette/use-commands.ts";
import { useUploader } from "./uploader-context.ts";
import type { UploadsView } from "./uploads-view.ts";

/** What the command palette offers while there are uploads. */
export function useUploadCommands({ summary: { counts, end } }: UploadsView): void {
  const { wish } = useUploader();
  const moving = counts.queued + counts.granting + counts.ready + counts.uploading + counts.waiting > 0;
  useCommands(
    "Uploads",
    [
      moving && { id: "uploads.pause", label: "Pause all uploads", run: () => wish({ type: "paused", which: "all" }) },
      counts.paused > 0 && {
        id: "uploads.resume",
        label: "Resume all uploads",
        run: () => wish({ type: "resumed", which: "all" }),
      },
      counts.failed > 0 && {
        id: "uploads.retry",
        label: "Retry the uploads that failed",
        run: () => wish({ type: "retried", which: "failed" }),
      },
      end === null && {
        id: "uploads.cancel",
        label: "Cancel all uploads",
        run: () => wish({ type: "cancelled", which: "all" }),
      },
      end !== null && { id: "uploads.clear", label: "Clear the uploads", run: () => wish({ type: "cleared" }) },
    ].filter((command) => command !== false),
  );
}
