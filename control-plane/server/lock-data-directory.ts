import { createHash } from "node:crypto";
import { createServer, type Server } from "node:net";
import { StartError } from "./start-error.ts";

/**
 * Keeps a second control plane from the same embedded database, which has no lock of its own and would lose rows. An
 * abstract unix socket is gone with its process, however that ends, so there is never a stale lock.
 * @param directory its real path
 * @throws StartError when another process holds it
 */
export async function lockDataDirectory(directory: string): Promise<Server> {
  const name = `\0nullspace-${createHash("sha256").update(directory).digest("hex").slice(0, 32)}`;
  const lock = createServer((connection) => connection.destroy());
  await new Promise<void>((resolve, reject) => {
    lock.once("error", (error) =>
      reject(
        "code" in error && error.code === "EADDRINUSE"
          ? new StartError(
              `Another control plane uses ${directory}. Stop it, or set NULLSPACE_DATA_DIR to another directory.`,
            )
          : error,
      ),
    );
    lock.listen(name, resolve);
  });
  lock.unref();
  return lock;
}
