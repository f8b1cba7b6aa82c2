import { execFile } from "node:child_process";
import { rm } from "node:fs/promises";
import { setTimeout as delay } from "node:timers/promises";
import { promisify } from "node:util";
import { asPoint, mountsOf } from "../runtimes/local/mountinfo.ts";

/** How long what still holds a mount may take to end, in milliseconds: it outlives its control plane by a moment. */
const HELD_MS = 30_000;
const POLL_MS = 50;

const mountsBelow = (directory: string): string[] =>
  (mountsOf("self") ?? [])
    .map(({ point }) => point)
    .filter((point) => point.startsWith(`${asPoint(directory)}/`))
    .map((point) => Buffer.from(point, "latin1").toString())
    .reverse();

/**
 * Deletes the directory of a control plane that has ended, with what that left mounted in it: a volume that is used to the
 * last, or was used again by what was begun, stays mounted for the next start.
 */
export async function removeInstallation(directory: string): Promise<void> {
  const deadline = performance.now() + HELD_MS;
  for (let points = mountsBelow(directory); points.length > 0; points = mountsBelow(directory)) {
    const problems: unknown[] = [];
    for (const point of points) await promisify(execFile)("umount", [point]).catch((error) => problems.push(error));
    if (problems.length > 0 && performance.now() > deadline)
      throw new AggregateError(problems, `${directory} is still mounted: ${problems.join("; ")}`);
    if (problems.length > 0) await delay(POLL_MS);
  }
  await rm(directory, { recursive: true, force: true });
}
