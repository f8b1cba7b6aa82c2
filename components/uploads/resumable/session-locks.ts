import type { UploadId } from "#lib/api/ids.ts";
import type { Uploader } from "../create-uploader.ts";

/** One for each session that a tab sends, shared by all that do; the browser takes it back when the tab goes. */
const lockOf = (session: UploadId) => `nullspace-upload-${session}`;

// Absent where the page is served over plain HTTP from another machine: then no tab knows of another.
const locks = globalThis.navigator?.locks as LockManager | undefined;

/** Lets every tab of this browser know what this one is sending, until it is over or cleared away. */
export function holdSessions({ view, subscribe }: Pick<Uploader, "view" | "subscribe">): void {
  const held = new Map<UploadId, () => void>();
  subscribe(() => {
    const sent = new Set(view().uploads.list.flatMap(({ session }) => session ?? []));
    for (const [session, release] of held)
      if (!sent.has(session)) {
        held.delete(session);
        release();
      }
    for (const session of sent)
      if (!held.has(session)) {
        const over = Promise.withResolvers<void>();
        held.set(session, over.resolve);
        void locks?.request(lockOf(session), { mode: "shared" }, () => over.promise);
      }
  });
}

/** Those of the sessions that some tab of this browser is sending now. */
export async function heldSessions(sessions: readonly UploadId[]): Promise<UploadId[]> {
  const names = new Set((await locks?.query())?.held?.map(({ name }) => name));
  return sessions.filter((session) => names.has(lockOf(session)));
}

/** Resolves when no tab sends the session any more; rejects with the signal's reason. */
export const untilReleased = async (session: UploadId, signal: AbortSignal): Promise<void> => {
  await locks?.request(lockOf(session), { signal }, () => {});
};
