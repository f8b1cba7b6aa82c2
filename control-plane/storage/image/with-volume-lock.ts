import { createHash } from "node:crypto";
import { once } from "node:events";
import { connect, createServer, type Server, type Socket } from "node:net";
import { isErrno } from "../descriptors.ts";

/** How long one act may keep the others waiting, in milliseconds: mounting after a crash replays a journal. */
const PATIENCE_MS = 60_000;

const WAITING = new WeakMap<Server, Set<Socket>>();

async function tryHold(name: string): Promise<Server | null> {
  const waiting = new Set<Socket>();
  const server = createServer((socket) => {
    waiting.add(socket);
    socket.on("error", () => {}).once("close", () => waiting.delete(socket));
  });
  WAITING.set(server, waiting);
  server.listen(name);
  try {
    await once(server, "listening");
    return server;
  } catch (error) {
    if (isErrno(error, "EADDRINUSE")) return null;
    throw error;
  }
}

/** Returns when whoever has it lets go, or ends. */
async function waitFor(name: string, deadline: number): Promise<void> {
  const socket = connect(name);
  socket.setTimeout(Math.max(1, deadline - Date.now()), () => socket.destroy());
  // Refused: it was let go of between the attempt and this.
  socket.on("error", () => {});
  socket.resume();
  await new Promise((resolve) => socket.once("close", resolve));
}

function letGo(server: Server): void {
  server.close();
  for (const socket of WAITING.get(server) ?? []) socket.destroy();
}

/**
 * Runs `act` while no other process, and nobody else in this one, attaches, mounts, resizes or unmounts the same volume. The
 * lock is an abstract unix socket, which is gone with its process, however that ends.
 * @param home the volume's directory, by its real path
 */
export async function withVolumeLock<T>(home: string, act: () => Promise<T>): Promise<T> {
  const name = `\0nullspace-volume-${createHash("sha256").update(home).digest("hex").slice(0, 32)}`;
  const deadline = Date.now() + PATIENCE_MS;
  let lock = await tryHold(name);
  while (lock === null) {
    if (Date.now() >= deadline) throw new Error(`somebody else has been mounting ${home} for ${PATIENCE_MS} ms`);
    await waitFor(name, deadline);
    lock = await tryHold(name);
  }
  try {
    return await act();
  } finally {
    letGo(lock);
  }
}
