/** How a terminal came to its end, as a sentence. */
export type TerminalEnd = string;

export type TerminalConnection = {
  send(text: string): void;
  resize(columns: number, rows: number): void;
  close(): void;
};

type Handlers = { onOpen: () => void; onBytes: (bytes: Uint8Array) => void; onEnd: (end: TerminalEnd) => void };

/** Close codes of the control plane. */
const RIGHT_LOST = 4401;
const SANDBOX_STOPPED = 4409;

/** What a text frame of the control plane says; null for anything unknown. */
export function readNews(text: string): { exitCode: number } | null {
  try {
    const news: unknown = JSON.parse(text);
    if (typeof news !== "object" || news === null || !("type" in news) || news.type !== "exit") return null;
    return { exitCode: "exit_code" in news && typeof news.exit_code === "number" ? news.exit_code : 0 };
  } catch {
    return null;
  }
}

/** Why a socket closed, for people. */
export function endOf(code: number, reason: string, exitCode: number | null): TerminalEnd {
  if (exitCode !== null) return `The shell ended with exit code ${exitCode}.`;
  if (code === RIGHT_LOST) return reason || "You may not use this terminal any more.";
  if (code === SANDBOX_STOPPED) return reason || "The sandbox does not run any more.";
  return "The connection was lost. What runs in the sandbox goes on.";
}

/**
 * A terminal of a sandbox over a WebSocket: binary frames are its bytes both ways, text frames are news about it.
 * @param url good for one connection
 */
export function connectTerminal(url: string, { onOpen, onBytes, onEnd }: Handlers): TerminalConnection {
  const socket = new WebSocket(url);
  socket.binaryType = "arraybuffer";
  const encoder = new TextEncoder();
  let exitCode: number | null = null;
  let closedHere = false;
  const isOpen = () => socket.readyState === WebSocket.OPEN;
  socket.onopen = onOpen;
  socket.onmessage = ({ data }: MessageEvent<ArrayBuffer | string>) => {
    if (typeof data === "string") exitCode = readNews(data)?.exitCode ?? exitCode;
    else onBytes(new Uint8Array(data));
  };
  socket.onclose = ({ code, reason }) => {
    if (!closedHere) onEnd(endOf(code, reason, exitCode));
  };
  return {
    send: (text) => isOpen() && socket.send(encoder.encode(text)),
    resize: (columns, rows) => isOpen() && socket.send(JSON.stringify({ type: "resize", columns, rows })),
    close: () => {
      closedHere = true;
      socket.close();
    },
  };
}
