import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

async function makeEnvironment(directory: string): Promise<void> {
  const make = () => run("python3", ["-m", "venv", directory]);
  await make().catch(async (error: unknown) => {
    // Debian keeps the module in a package of its own.
    if (process.getuid?.() !== 0 || !existsSync("/usr/bin/apt-get")) throw error;
    await run("/usr/bin/apt-get", ["install", "-y", "--no-install-recommends", "python3-venv"]);
    await make();
  });
}

/**
 * A release from PyPI in a virtual environment of its own outside the checkout, installed when it is not there.
 * @param name of the environment; with the release in it, so that another release is another environment
 * @param requirement as pip takes it, such as `nullspace-sdk[cli]==0.1.9`
 * @returns the directory of its programs, or why it cannot be had, where PyPI does not answer
 */
export async function pythonEnvironment(
  name: string,
  requirement: string,
): Promise<{ bin: string } | { missing: string }> {
  const directory = join(tmpdir(), `nullspace-${name}`);
  const done = join(directory, "installed");
  const bin = join(directory, "bin");
  if (existsSync(done)) return { bin };
  try {
    await makeEnvironment(directory);
    const pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", requirement];
    await run(join(bin, "python"), pip);
    // Last of all, so that an installation that was cut off is begun anew.
    await writeFile(done, requirement);
    return { bin };
  } catch (error) {
    await rm(directory, { recursive: true, force: true });
    const reason = error instanceof Error ? error.message.split("\n")[0] : String(error);
    return { missing: `${requirement} cannot be installed here: ${reason}` };
  }
}
