import { useEffect, useState } from "react";
import type { Table } from "./parse-table.ts";
import type { TableRequest } from "./table-worker.ts";

/** The table in a text, parsed in a worker; null while it is on its way. A new text takes the place of an older one. */
export function useTable(source: Blob | null, isWhole: boolean): Table | "failed" | null {
  const [answer, setAnswer] = useState<Table | "failed" | null>(null);
  useEffect(() => {
    if (!source) return;
    const worker = new Worker(new URL("./table-worker.ts", import.meta.url), { type: "module" });
    worker.onmessage = ({ data }: MessageEvent<Table>) => {
      setAnswer(data);
      worker.terminate();
    };
    worker.onerror = () => setAnswer("failed");
    worker.postMessage({ source, isWhole } satisfies TableRequest);
    return () => worker.terminate();
  }, [source, isWhole]);
  return answer;
}
