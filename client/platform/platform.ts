import type { Source } from "#lib/api/client/send-session.ts";
import type { Socket } from "#lib/api/client/watch-files.ts";

/** A directory of this machine as it travels, and the names of what stays here. */
export type LocalDirectory = { source: Source; bytes: number; fileCount: number; skipped: string[] };

/** What Node and browsers do each in their own way. `./node.ts` and `./browser.ts` are chosen when the package is built. */
export type Platform = {
  /** @param bearer an API key or an access token */
  openSocket(url: string, bearer: string): Socket;
  /** A file of this machine by its path. */
  openFile(path: string): Promise<Source>;
  openDirectory(path: string, exclude: readonly string[]): Promise<LocalDirectory>;
  /** Puts what arrives at a path of this machine, whole or not at all. @returns the names of what was left out */
  save(
    bytes: ReadableStream<Uint8Array>,
    target: string,
    options: { unpack: boolean; replace: boolean },
  ): Promise<string[]>;
};
