import { createWorkerThread } from "../storage/worker-thread.ts";
import type { ScanJob, ScanReply } from "./scan-contract.ts";

/** Scans take turns in one thread of their own: a directory of 100,000 entries must not hold the event loop. */
export const scan = createWorkerThread<ScanJob, ScanReply>(new URL("./scan-worker.ts", import.meta.url));
