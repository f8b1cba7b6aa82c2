import { getTableColumns } from "drizzle-orm";
import type { System } from "../context.ts";
import { hosts, sandboxes, snapshots } from "../db/schema.ts";
import { thisHost } from "../hosts/this-host.ts";
import type { Recovery } from "../runtimes/runtime.ts";
import { clearLeftStaging } from "../sandbox-files/clear-left-staging.ts";
import { enterDirectory } from "../server/enter-directory.ts";
import type { SandboxRow } from "./find-sandbox.ts";

type Known = Pick<SandboxRow, "status" | "pauseKind" | "operation">;

const runs = ({ status, pauseKind, operation }: Known): boolean =>
  status === "creating" || status === "running" || pauseKind === "frozen" || operation === "resume";

/**
 * What there should be on this machine; and what is another one's, which removes it itself once it is deleted. What is left
 * of a machine that was forgotten is nobody's.
 */
async function findWanted({ database: { queries } }: System): Promise<Recovery> {
  const host = thisHost();
  const { id, host: at, status, pauseKind, operation } = getTableColumns(sandboxes);
  const known = await queries.select({ id, host: at, status, pauseKind, operation }).from(sandboxes);
  const rows = known.filter((row) => row.host === host && row.status !== "destroyed");
  const saved = await queries.select().from(snapshots);
  const remembered = new Set((await queries.select({ id: hosts.id }).from(hosts)).map(({ id }) => id));
  const far = [...known.filter((row) => row.status !== "destroyed" || remembered.has(row.host)), ...saved];
  return {
    running: rows.filter(runs).map(({ id }) => id),
    stopped: rows.filter((row) => !runs(row)).map(({ id }) => id),
    snapshots: saved.filter((row) => row.host === host && row.deletedAt === null).map(({ id }) => id),
    elsewhere: far.filter((row) => row.host !== host).map(({ id }) => id),
  };
}

/**
 * Makes the machine agree with what is known, at the start: sandboxes that live are taken over, and what is left of any
 * other goes. Beside a control plane that works on the same directory nothing is touched: it may be making what nobody
 * knows of yet.
 */
export async function recoverSandboxes(system: System): Promise<void> {
  const recover = async () => {
    await system.runtime.recover(() => findWanted(system));
    await clearLeftStaging(system, await findWanted(system));
  };
  // With an embedded database this process has the directory to itself.
  if (system.config.databaseUrl === undefined) await recover();
  else await enterDirectory(system.config.dataDirectory, recover);
}
