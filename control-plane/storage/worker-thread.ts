import { Worker } from "node:worker_threads";

export type WorkerReply<Result> =
  | { id: number; ok: true; result: Result }
  | { id: number; ok: false; error: { message: string; code?: string | undefined } };

type Waiting<Result> = { resolve(result: Result): void; reject(error: Error): void };

/**
 * A thread for work that would hold the event loop: reading large directories and walking trees with synchronous calls,
 * which are many times faster than promises here. Started at the first job, kept, and no reason for the process to stay.
 * Descriptors are numbers of the whole process, so a job may name those that the caller keeps open until it is done.
 */
export function createWorkerThread<Job, Result>(file: URL): (job: Job) => Promise<Result> {
  let worker: Worker | null = null;
  let lastId = 0;
  const waiting = new Map<number, Waiting<Result>>();

  const end = (ended: Worker, error: Error) => {
    if (worker !== ended) return;
    worker = null;
    for (const { reject } of waiting.values()) reject(error);
    waiting.clear();
  };
  const start = (): Worker => {
    const started = new Worker(file);
    started.on("message", (reply: WorkerReply<Result>) => {
      const waiter = waiting.get(reply.id);
      waiting.delete(reply.id);
      if (waiting.size === 0) started.unref();
      if (reply.ok) waiter?.resolve(reply.result);
      else waiter?.reject(Object.assign(new Error(reply.error.message), reply.error));
    });
    started.on("error", (error) => end(started, error instanceof Error ? error : new Error(String(error))));
    started.on("exit", (code) => end(started, new Error(`the worker thread ended with ${code}`)));
    return started;
  };

  return (job) =>
    new Promise((resolve, reject) => {
      worker ??= start();
      const id = ++lastId;
      waiting.set(id, { resolve, reject });
      worker.ref();
      worker.postMessage({ id, job });
    });
}
