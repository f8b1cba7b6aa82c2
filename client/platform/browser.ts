import { socketProtocols } from "#lib/api/socket-protocol.ts";
import type { Platform } from "./platform.ts";

const noDisk = (): Promise<never> =>
  Promise.reject(
    new Error("A page has no paths of its machine: give a File or a Blob, and read downloads as a stream."),
  );

/** As pages have it: no disk, and no header on a WebSocket. */
export const platform: Platform = {
  openSocket: (url, bearer) => new WebSocket(url, socketProtocols(bearer)),
  openFile: noDisk,
  openDirectory: noDisk,
  save: noDisk,
};
