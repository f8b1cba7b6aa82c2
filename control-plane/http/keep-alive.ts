import type { WebSocket } from "ws";

const PING_MS = 30_000;

/** Ends the connection of a peer that does not even answer pings: it is gone. @returns stops it */
export function keepAlive(socket: WebSocket): () => void {
  let alive = true;
  socket.on("pong", () => {
    alive = true;
  });
  const timer = setInterval(() => {
    if (!alive) return socket.terminate();
    alive = false;
    socket.ping();
  }, PING_MS);
  return () => clearInterval(timer);
}
