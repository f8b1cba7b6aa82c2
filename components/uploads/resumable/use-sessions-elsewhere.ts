"use client";
import { useEffect, useState } from "react";
import type { UploadId } from "#lib/api/ids.ts";
import { heldSessions, untilReleased } from "./session-locks.ts";

/** Those of the sessions that a tab of this browser is sending; null while that is not known. */
export function useSessionsElsewhere(sessions: readonly UploadId[]): ReadonlySet<UploadId> | null {
  const [held, setHeld] = useState<ReadonlySet<UploadId> | null>(null);
  const [round, setRound] = useState(0);
  const asked = sessions.join();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the text stands for the sessions, which are new in each render
  useEffect(() => {
    const gone = new AbortController();
    const look = () => setRound((before) => before + 1);
    void heldSessions(sessions).then((now) => {
      if (gone.signal.aborted) return;
      setHeld(new Set(now));
      for (const session of now) untilReleased(session, gone.signal).then(look, () => {});
    });
    // Another tab may have gone on with one meanwhile.
    window.addEventListener("focus", look);
    return () => {
      gone.abort();
      window.removeEventListener("focus", look);
    };
  }, [asked, round]);
  return held;
}
