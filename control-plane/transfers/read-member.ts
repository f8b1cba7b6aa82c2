import type { FileMember } from "./archive-members.ts";
import { lendMemory } from "./lent-memory.ts";

/**
 * The content of a member up to the size it had when it was opened: whoever appends to it meanwhile does not make the
 * archive endless. Fewer bytes come when it became shorter.
 */
export async function* readMember({ handle, size }: FileMember): AsyncGenerator<Buffer> {
  for (let sent = 0; sent < size; ) {
    // The archive keeps what it is given until it is sent, so every chunk has memory of its own till then.
    const buffer = lendMemory(size - sent);
    const { bytesRead } = await handle.read(buffer, 0, buffer.length, sent);
    if (bytesRead === 0) return;
    sent += bytesRead;
    yield buffer.subarray(0, bytesRead);
  }
}
