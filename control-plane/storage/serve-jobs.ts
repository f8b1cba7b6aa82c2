import { parentPort, type Transferable } from "node:worker_threads";
import type { WorkerReply } from "./worker-thread.ts";

type Answer<Result> = { result: Result; transfer?: readonly Transferable[] };

const codeOf = (error: object) => ("code" in error && typeof error.code === "string" ? error.code : undefined);

/** The other end of `createWorkerThread`: answers each job; jobs that await take turns. */
export function serveJobs<Job, Result>(run: (job: Job) => Promise<Answer<Result>> | Answer<Result>): void {
  const port = parentPort;
  if (port === null) throw new Error("this file runs in a worker thread only");
  port.on("message", async ({ id, job }: { id: number; job: Job }) => {
    try {
      const { result, transfer } = await run(job);
      const reply: WorkerReply<Result> = { id, ok: true, result };
      port.postMessage(reply, transfer);
    } catch (error) {
      const failure = error instanceof Error ? error : new Error(String(error));
      const reply: WorkerReply<Result> = { id, ok: false, error: { message: failure.message, code: codeOf(failure) } };
      port.postMessage(reply);
    }
  });
}
