import { type Entry, rootRefused } from "../storage/resolve-path.ts";
import { measureTree } from "../storage/tree-jobs.ts";

type Size = { usedBytes: number; inodeCount: number };

/**
 * What an entry takes with all below it; for a file without asking the walking thread.
 * @returns `exclusive`: without what hard links elsewhere keep
 */
export async function measureEntry({ stat, parent }: Entry): Promise<{ total: Size; exclusive: Size }> {
  if (parent === null) throw rootRefused();
  if (stat.isDirectory()) return measureTree(parent.fd, parent.name);
  const total = { usedBytes: Number(stat.blocks) * 512, inodeCount: 1 };
  return { total, exclusive: stat.nlink > 1n ? { usedBytes: 0, inodeCount: 0 } : total };
}
