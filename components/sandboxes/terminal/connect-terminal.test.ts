import { once } from "node:events";
import { afterEach, expect, it } from "vitest";
import { type WebSocket as Socket, WebSocketServer } from "ws";
import { connectTerminal, endOf, readNews } from "./connect-terminal.ts";

const servers: WebSocketServer[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

/** A control plane that speaks the terminal's protocol, as far as a test says. */
async function serve(onConnection: (socket: Socket) => void): Promise<string> {
  const server = new WebSocketServer({ host: "127.0.0.1", port: 0 });
  servers.push(server);
  server.on("connection", onConnection);
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  return `ws://127.0.0.1:${address.port}`;
}

it("carries bytes both ways, says the size, and tells how the shell ended", async () => {
  const heard: string[] = [];
  const url = await serve((socket) => {
    socket.on("message", (data, isBinary) => {
      heard.push(isBinary ? `bytes ${data}` : String(data));
      if (!isBinary) return;
      socket.send(Buffer.from("hé\n"));
      socket.send(JSON.stringify({ type: "exit", exit_code: 3 }));
      socket.close(1000);
    });
  });
  let text = "";
  const end = await new Promise<string>((onEnd) => {
    const connection = connectTerminal(url, {
      onOpen: () => {
        connection.resize(100, 30);
        connection.send("ls é\r");
      },
      onBytes: (bytes) => {
        text += new TextDecoder().decode(bytes);
      },
      onEnd,
    });
  });
  expect(heard).toEqual(['{"type":"resize","columns":100,"rows":30}', "bytes ls é\r"]);
  expect(text).toBe("hé\n");
  expect(end).toBe("The shell ended with exit code 3.");
});

it("tells a lost connection from a stopped sandbox, and nothing of an end that was asked for here", async () => {
  const ends: string[] = [];
  let accepted = 0;
  const url = await serve((socket) => {
    accepted++;
    if (accepted === 1) socket.terminate();
    if (accepted === 2) socket.close(4409, "The sandbox was paused.");
  });
  const open = () =>
    connectTerminal(url, { onOpen: () => undefined, onBytes: () => undefined, onEnd: (end) => ends.push(end) });
  open();
  await expect.poll(() => ends).toEqual([expect.stringContaining("lost")]);
  open();
  await expect.poll(() => ends.at(-1)).toBe("The sandbox was paused.");
  const third = open();
  await expect.poll(() => accepted).toBe(3);
  third.close();
  await expect.poll(() => servers[0]?.clients.size).toBe(0);
  expect(ends).toHaveLength(2);
});

it("reads no news from what it does not know", () => {
  for (const text of ["", "{", "null", "[]", '{"type":"other"}']) expect(readNews(text)).toBeNull();
  expect(readNews('{"type":"exit","exit_code":137}')).toEqual({ exitCode: 137 });
  expect(endOf(4401, "", null)).toMatch(/may not/);
});
