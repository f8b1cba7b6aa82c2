import { perform } from "#components/ui/use-act.ts";
import { downloadGrantAction } from "#lib/actions/transfers.ts";
import type { FileRoot } from "#lib/api/file-root.ts";
import type { VolumePath } from "#lib/api/paths.ts";
import type { ArchiveFormat } from "#lib/api/transfers.ts";

type DownloadWhat = {
  /** A file; a directory when `format` is given; the directory that holds `paths`. */
  path: VolumePath;
  /** Entries of the directory `path`, as one archive. */
  paths?: readonly VolumePath[];
  format?: ArchiveFormat;
};

const FRAME = "nullspace-download";

/** A frame nobody sees: a download that started in the page itself would ask it whether it may be left. */
function downloadFrame(): string {
  if (document.getElementsByName(FRAME).length === 0) {
    const frame = document.createElement("iframe");
    frame.name = FRAME;
    frame.hidden = true;
    frame.title = "Downloads";
    document.body.append(frame);
  }
  return FRAME;
}

/**
 * Downloads a file, a directory or a selection. The browser streams it to the disk; nothing passes through the page.
 * @throws ApiError when there is no grant for it
 */
export async function download(root: FileRoot, { path, paths, format }: DownloadWhat): Promise<void> {
  const grant = await perform(downloadGrantAction, {
    root,
    path,
    ...(paths ? { paths: [...paths] } : {}),
    ...(format ? { archive_format: format } : {}),
  });
  const link = document.createElement("a");
  link.href = grant.url;
  link.target = downloadFrame();
  link.click();
}
