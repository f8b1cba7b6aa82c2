import type { SandboxId } from "#lib/api/ids.ts";
import type { StartedSystem } from "../../e2e/support/start-system.ts";
import { inTurns } from "./in-turns.ts";
import { memoryOf, ms, type Table, timed } from "./measure.ts";

const SANDBOXES = 100;
const MOUNTS = 8;
/** Started at once: more only wait for each other. */
const AT_ONCE = 4;

/** Until every one of the mounts is `mounted`, as the API says. */
async function untilMounted(system: StartedSystem, count: number): Promise<void> {
  for (;;) {
    const mounted = await system.api.attachments.list({ state: "mounted" });
    if (mounted.length === count) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/**
 * A hundred sandboxes with eight mounts each: until all are up, what the control plane then holds, and how long a restarted
 * one needs until it answers that all of them stand.
 * @param controlPlane finds its pid, which a restart changes
 */
export async function manySandboxes(system: StartedSystem, controlPlane: () => Promise<number>): Promise<Table> {
  const volumes = await Promise.all(
    Array.from({ length: MOUNTS }, (_, index) => system.api.volumes.create({ name: `bench-many-${index}` })),
  );
  const mounts = volumes.map(({ id }, index) => ({ ref: id, mount_path: `/workspace/v${index}` }));
  const before = memoryOf(await controlPlane()).now;
  const ids: SandboxId[] = [];
  const up = await timed(async () => {
    await inTurns(Array.from({ length: SANDBOXES }), AT_ONCE, async () => {
      const input = { template: "base", memory_mb: 128, timeout_ms: 3_600_000, volumes: mounts };
      ids.push((await system.api.sandboxes.create(input)).id);
    });
    await untilMounted(system, SANDBOXES * MOUNTS);
  });
  const after = memoryOf(await controlPlane()).now;
  await system.end();
  const again = await timed(async () => {
    await system.startAgain();
    await untilMounted(system, SANDBOXES * MOUNTS);
  });
  const down = await timed(() => inTurns(ids, AT_ONCE, (id) => system.api.sandboxes.destroy(id)));
  for (const { id } of volumes) await system.api.volumes.delete(id);
  return {
    title: `${SANDBOXES} sandboxes with ${MOUNTS} attachments each`,
    rows: [
      {
        "until all are mounted": ms(up),
        "each sandbox": ms(up / SANDBOXES),
        "memory of the control plane": `${Math.round(before)} to ${Math.round(after)} MiB`,
        "restart, until all are known to stand": ms(again),
        "until all are gone": ms(down),
      },
    ],
  };
}
