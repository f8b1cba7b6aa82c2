import { type Header, type Pack, pack } from "tar-stream";
import type { FileMember, Member } from "./archive-members.ts";
import { readMember } from "./read-member.ts";

const ZEROS = Buffer.alloc(64 * 1024);

function headerOf(member: Member): Partial<Header> & { name: string } {
  const header = { name: member.name, mode: member.mode, mtime: member.modified };
  if (member.kind === "directory") return { ...header, type: "directory" };
  if (member.kind === "link") return { ...header, type: "symlink", linkname: member.target };
  return { ...header, type: "file", size: member.size };
}

/** Exactly as many bytes as the header says: a file that became shorter is filled up, so that the next entry stays whole. */
async function* exactly(member: FileMember): AsyncGenerator<Buffer> {
  let left = member.size;
  for await (const chunk of readMember(member)) {
    left -= chunk.length;
    yield chunk;
  }
  for (; left > 0; left -= ZEROS.length) yield ZEROS.subarray(0, Math.min(left, ZEROS.length));
}

async function fill(archive: Pack, members: AsyncIterable<Member>): Promise<void> {
  for await (const member of members) {
    if (archive.destroying) return;
    const entry = archive.entry(headerOf(member));
    // Also when the archive is given up.
    const closed = new Promise<void>((resolve) => entry.once("close", resolve));
    if (member.kind === "file")
      for await (const chunk of exactly(member)) {
        if (entry.destroying) return;
        if (!entry.write(chunk))
          await Promise.race([new Promise<void>((resolve) => entry.once("drain", resolve)), closed]);
      }
    entry.end(null);
    await closed;
  }
  archive.finalize();
}

/** The members as an uncompressed tar (PAX where a name or size needs it). Ends the members when it is ended early. */
export async function* tarOf(members: AsyncGenerator<Member>): AsyncGenerator<Uint8Array> {
  const archive = pack();
  const filled = fill(archive, members).catch((error: unknown) => {
    archive.destroy(error instanceof Error ? error : new Error(String(error)));
  });
  try {
    // A pack gives buffers; its type does not say so.
    for await (const chunk of archive) yield chunk as Uint8Array;
  } finally {
    archive.destroy();
    await filled;
    await members.return(undefined);
  }
}
