import { createLocalRuntime } from "../runtimes/local/create-local-runtime.ts";

// A control plane that is killed while it starts a sandbox and mounts into another one.
const { dataDirectory, volumeUid, sandbox, spec } = JSON.parse(process.argv[2] ?? "{}");
const runtime = await createLocalRuntime({ dataDirectory, volumeUid });
process.send?.("begins");
await Promise.all([
  runtime.start({ id: sandbox, memoryMb: 64, vcpus: 1 }),
  (async () => {
    for (;;) {
      await runtime.mount(spec);
      await runtime.unmount(spec);
    }
  })(),
]);
