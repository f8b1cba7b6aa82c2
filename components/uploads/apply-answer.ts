import { keepBothPath } from "./keep-both-name.ts";
import type { Answer, Upload } from "./upload.ts";

/** What an answer makes of an upload whose name is taken; nothing else is touched by it. */
export function applyAnswer(upload: Upload, answer: Answer): Upload {
  if (upload.standing.state !== "conflict") return upload;
  const { existing, held } = upload.standing;
  switch (answer) {
    case "skip":
      return { ...upload, session: null, staged: 0, standing: { state: "skipped" } };
    case "keep_both": {
      // The next free number is not known here: it is asked for under the new name, again and again until one is free.
      const copy = upload.copy + 1;
      return {
        ...upload,
        copy,
        path: keepBothPath(upload.target, copy),
        replaces: null,
        standing: { state: "queued" },
      };
    }
    case "replace":
      // A file never takes the place of a folder.
      if (existing.isDirectory) return upload;
      return { ...upload, replaces: { version: existing.etag }, stale: false, standing: { state: "ready", held } };
  }
}
