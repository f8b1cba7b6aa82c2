import { buffer } from "node:stream/consumers";

/** All that is piped in. */
export const readStdin = (): Promise<Buffer> => buffer(process.stdin);
