import { opendirSync } from "node:fs";
import { pathOf } from "./descriptors.ts";

/** The names in an open directory as bytes, a few hundred at a time; what comes or goes meanwhile may be missed. */
export function* readNames(directory: number): Generator<Buffer, void, undefined> {
  // @types/node knows no buffer encoding here; Node does.
  const open = opendirSync(pathOf(directory), { encoding: "buffer" as BufferEncoding, bufferSize: 512 });
  try {
    for (let entry = open.readSync(); entry !== null; entry = open.readSync())
      // With that encoding the name is a Buffer.
      yield entry.name as unknown as Buffer;
  } finally {
    open.closeSync();
  }
}
