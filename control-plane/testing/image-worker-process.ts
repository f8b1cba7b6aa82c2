import { writeFile } from "node:fs/promises";
import { pino } from "pino";
import { newId } from "../new-id.ts";
import { pathAt } from "../storage/descriptors.ts";
import { createVolumeStore } from "../storage/volume-store.ts";

// Makes, mounts, fills, grows and releases images as fast as it can, telling what is done, until it is killed.
const [dataDirectory = ""] = process.argv.slice(2);
const MiB = 1024 * 1024;

const store = await createVolumeStore(
  { dataDirectory, volumeUid: 61_000, store: "image", databaseUrl: undefined },
  pino({ level: "silent" }),
  { idleMs: 0 },
);

async function work(): Promise<never> {
  for (;;) {
    const volume = newId("vol");
    await store.create(volume, 16 * MiB);
    process.send?.({ volume, done: "made" });
    await store.use(volume, async (root) => writeFile(pathAt(root.data, "kept"), volume, { flush: true }));
    process.send?.({ volume, done: "written" });
    await store.setCap(volume, 256 * MiB).catch(() => {});
    await store.use(volume, async () => {});
    process.send?.({ volume, done: "grown" });
  }
}

await Promise.all([work(), work()]);
