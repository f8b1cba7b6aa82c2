import type { NamedRoot } from "#lib/api/file-root.ts";
import { MAX_GRANTS_PER_CALL } from "#lib/api/limits.ts";
import type { UploaderPorts } from "./create-uploader.ts";
import { existingOf } from "./existing-of.ts";
import { neededSpace } from "./room.ts";
import { type Existing, isSettled, type Upload } from "./upload.ts";
import type { Overflow, Uploads } from "./uploads-state.ts";

const NOTHING: ReadonlyMap<number, Existing> = new Map();

/**
 * What is too much about a batch that was just added, asked before a byte of it is sent; null when it fits, or when that
 * cannot be known beforehand: then the control plane refuses what does not.
 */
export async function findOverflow(
  ports: Pick<UploaderPorts, "roomOf" | "askGrants">,
  { list }: Uploads,
  added: readonly Upload[],
): Promise<Overflow | null> {
  const [first] = added;
  if (!first) return null;
  const ids = added.map(({ id }) => id);
  const mine = new Set(ids);
  try {
    const rootRoom = await ports.roomOf(first.root);
    if (rootRoom === null) return null;
    const others = list.filter(
      (upload) => upload.root.id === first.root.id && !isSettled(upload) && !mine.has(upload.id),
    );
    const roomBytes = Math.max(0, rootRoom - neededSpace(others, NOTHING));
    if (neededSpace(added, NOTHING) <= roomBytes) return null;
    const neededBytes = neededSpace(added, await whatStands(ports, first.root, added));
    return neededBytes > roomBytes ? { ids, neededBytes, roomBytes } : null;
  } catch {
    return null;
  }
}

/** What stands where the uploads go: replacing it gives its room back. The grants that come along are not used. */
async function whatStands(
  { askGrants }: Pick<UploaderPorts, "askGrants">,
  root: NamedRoot,
  uploads: readonly Upload[],
): Promise<Map<number, Existing>> {
  const stands = new Map<number, Existing>();
  const files = uploads.filter(({ content }) => content.kind === "file");
  for (let from = 0; from < files.length; from += MAX_GRANTS_PER_CALL) {
    const part = files.slice(from, from + MAX_GRANTS_PER_CALL);
    const { grants } = await askGrants(
      root,
      part.map(({ path }) => ({ path })),
    );
    part.forEach(({ id }, index) => {
      const existing = existingOf(grants[index]);
      if (existing) stands.set(id, existing);
    });
  }
  return stands;
}
