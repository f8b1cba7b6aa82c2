import { createHash, randomBytes } from "node:crypto";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer, type Server } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import { isErrno } from "../storage/descriptors.ts";

const POLL_MS = 50;

/** Takes an abstract unix socket's name, which is free again when its process ends. @returns null when it is taken */
async function take(name: string): Promise<Server | null> {
  const server = createServer((socket) => socket.destroy());
  server.listen(`\0${name}`).unref();
  try {
    await once(server, "listening");
    return server;
  } catch (error) {
    if (isErrno(error, "EADDRINUSE")) return null;
    throw error;
  }
}

/** Whether any process of this machine has a name that begins so. */
const isTaken = (prefix: string): boolean => readFileSync("/proc/net/unix", "utf8").includes(` @${prefix}`);

async function takeInTurn(name: string): Promise<Server> {
  for (;;) {
    const taken = await take(name);
    if (taken !== null) return taken;
    await delay(POLL_MS);
  }
}

/**
 * Makes this process known, until it ends, as one that works with a data directory beside others of this machine. Processes
 * enter one after the other.
 * @param directory its real path
 * @param whenAlone runs first, where no other process works with it
 */
export async function enterDirectory(directory: string, whenAlone: () => Promise<void>): Promise<void> {
  const hash = createHash("sha256").update(directory).digest("hex").slice(0, 32);
  const turn = await takeInTurn(`nullspace-enters-${hash}`);
  try {
    const present = `nullspace-works-${hash}-`;
    if (!isTaken(present)) await whenAlone();
    await take(`${present}${randomBytes(8).toString("hex")}`);
  } finally {
    turn.close();
  }
}
