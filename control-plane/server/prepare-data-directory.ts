import { chmod, mkdir, mkdtemp, realpath, rmdir, stat, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { StartError } from "./start-error.ts";

const PRIVATE = 0o700;
const USED_BY_ROOT = "used-by-root";

/** Node's own recursive mkdir never returns where a file system refuses with ENOENT, such as `/proc`. */
async function makeDirectory(path: string): Promise<void> {
  if (await exists(path)) return;
  if (path !== dirname(path)) await makeDirectory(dirname(path));
  await mkdir(path, { mode: PRIVATE });
}

const exists = (path: string) =>
  stat(path).then(
    () => true,
    () => false,
  );

/**
 * Makes the data directory, for its owner alone, and answers its real path.
 * @throws StartError when it cannot be written, or when root used it and this user is another
 */
export async function prepareDataDirectory(path: string): Promise<string> {
  const root = process.getuid?.() === 0;
  const otherwise = "or set NULLSPACE_DATA_DIR to another directory";
  try {
    await makeDirectory(path);
    const info = await stat(path);
    if (!root && info.uid === 0)
      throw new StartError(`NULLSPACE_DATA_DIR: ${path} belongs to root. Start as root, ${otherwise}.`);
    if (!root && (await exists(join(path, USED_BY_ROOT))))
      throw new StartError(
        `NULLSPACE_DATA_DIR: ${path} was used by root, and some files in it are root's. Start as root, ${otherwise}.`,
      );
    if ((info.mode & 0o777) !== PRIVATE) await chmod(path, PRIVATE);
    // Root passes every permission check and still fails on a read-only file system: only a trial tells.
    await rmdir(await mkdtemp(join(path, ".writable-")));
    if (root) await writeFile(join(path, USED_BY_ROOT), "The control plane ran here as root.\n");
    return await realpath(path);
  } catch (error) {
    if (error instanceof StartError) throw error;
    const code = error instanceof Error && "code" in error ? String(error.code) : String(error);
    throw new StartError(
      `NULLSPACE_DATA_DIR: ${path} cannot be written (${code}). Let this user write there, ${otherwise}.`,
    );
  }
}
