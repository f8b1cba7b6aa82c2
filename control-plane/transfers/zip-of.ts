import { makeZip } from "client-zip";
import type { Member } from "./archive-members.ts";
import { readMember } from "./read-member.ts";

const SYMLINK = 0o120000;

async function* inputs(members: AsyncIterable<Member>) {
  for await (const { name, mode, modified: lastModified, ...member } of members) {
    if (member.kind === "directory") yield { name: `${name}/`, mode, lastModified };
    else if (member.kind === "link") yield { name, mode: mode | SYMLINK, lastModified, input: member.target };
    else yield { name, mode, lastModified, input: readMember({ name, mode, modified: lastModified, ...member }) };
  }
}

/** The members as an uncompressed zip (zip64 where it needs it). Ends the members when it is ended early. */
export async function* zipOf(members: AsyncGenerator<Member>): AsyncGenerator<Uint8Array> {
  try {
    yield* makeZip(inputs(members), { buffersAreUTF8: true });
  } finally {
    await members.return(undefined);
  }
}
