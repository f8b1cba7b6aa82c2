/** Files that are rewritten at once: while one waits for the disk, another is read, and another is published. */
const AT_ONCE = 4;

/**
 * Runs `rewrite` for each file, some at a time, begun in order. After the first that fails no other is begun; what it failed
 * with is thrown when those under way have ended, so that what was done until then is known.
 */
export async function rewriteEach<T>(files: Iterable<T>, rewrite: (file: T) => Promise<void>): Promise<void> {
  const left = [...files].values();
  const failures: unknown[] = [];
  const work = async () => {
    for (const file of left) {
      if (failures.length > 0) return;
      await rewrite(file).catch((error: unknown) => void failures.push(error));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  if (failures.length > 0) throw failures[0];
}
