import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer, request } from "node:http";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { freePorts } from "./start-system.ts";

const START = join(import.meta.dirname, "../../scripts/start-dashboard.ts");

async function untilItAnswers(url: string, exited: Promise<unknown>): Promise<void> {
  let gone = false;
  void exited.then(() => {
    gone = true;
  });
  while (!gone) {
    const answer = await fetch(`${url}/sign-in`).catch(() => null);
    if (answer?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error("the dashboard ended before it answered");
}

/**
 * The dashboard alone, as `npm run start:dashboard` runs it, behind a proxy that says the browser came by https, as one that
 * ends TLS does.
 */
export async function startDashboardBehindTls(
  port: number,
  environment: Record<string, string>,
): Promise<{ url: string; stop: () => Promise<void> }> {
  const [inner] = await freePorts(1);
  const child = spawn(process.execPath, [START], {
    stdio: ["ignore", "pipe", "inherit"],
    env: { ...process.env, ...environment, PORT: String(inner) },
  });
  createInterface({ input: child.stdout }).resume();
  const exited = once(child, "exit");
  await untilItAnswers(`http://localhost:${inner}`, exited);
  const proxy = createServer((incoming, outgoing) => {
    const passed = request(
      {
        host: "localhost",
        port: inner,
        method: incoming.method,
        path: incoming.url,
        headers: { ...incoming.headers, "x-forwarded-proto": "https", "x-forwarded-host": incoming.headers.host },
      },
      (answer) => {
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(outgoing);
      },
    );
    passed.once("error", () => outgoing.destroy());
    outgoing.once("close", () => passed.destroy());
    incoming.pipe(passed);
  }).listen(port, "127.0.0.1");
  await once(proxy, "listening");
  return {
    url: `http://localhost:${port}`,
    stop: async () => {
      proxy.closeAllConnections();
      proxy.close();
      child.kill("SIGTERM");
      await exited;
    },
  };
}
