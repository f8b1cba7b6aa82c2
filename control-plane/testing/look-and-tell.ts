import { randomInt } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import { createLocalRuntime } from "../runtimes/local/create-local-runtime.ts";

// Another control plane that looks at the same mount again and again, and tells what each look found.
const { dataDirectory, volumeUid, spec } = JSON.parse(process.argv[2] ?? "{}");
const runtime = await createLocalRuntime({ dataDirectory, volumeUid });
for (;;) {
  // So that it holds the mount half of the time, not all of it.
  await delay(randomInt(50));
  const found = await runtime.check(spec, 10_000).catch((error: unknown) => ({ ok: false, code: String(error) }));
  process.send?.("code" in found ? found.code : "ok");
}
