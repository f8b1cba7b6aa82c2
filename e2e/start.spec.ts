import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, stat } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "@playwright/test";
import { startSystem } from "./support/start-system.ts";

const SCRIPT = (name: string) => join(import.meta.dirname, `../scripts/${name}.ts`);

type Ended = { code: number; output: string };

/** Runs a start that is to be refused, and answers what it said. */
async function refusedStart(environment: Record<string, string>): Promise<Ended> {
  const directory = await mkdtemp(join(tmpdir(), "nullspace-start-"));
  const ended = await new Promise<Ended>((resolve) => {
    const env = {
      ...process.env,
      NULLSPACE_DATA_DIR: join(directory, "data"),
      NULLSPACE_API_PORT: "0",
      PORT: "0",
      ...environment,
    };
    execFile(process.execPath, [SCRIPT("start")], { env }, (error, stdout, stderr) =>
      resolve({ code: typeof error?.code === "number" ? error.code : 0, output: stdout + stderr }),
    );
  });
  await rm(directory, { recursive: true, force: true });
  return ended;
}

const portOf = (server: ReturnType<typeof createServer>): string => {
  const address = server.address();
  return typeof address === "object" && address !== null ? String(address.port) : "";
};

test("a start brings both addresses up, keeps its state to itself, and ends both on a signal", async () => {
  const system = await startSystem();
  try {
    expect((await fetch(`${system.apiUrl}/readyz`)).status).toBe(200);
    expect((await fetch(`${system.dashboardUrl}/sign-in`)).status).toBe(200);
    expect(system.setupUrl).toContain(`${system.dashboardUrl}/setup?token=`);
    expect((await stat(system.dataDirectory)).mode & 0o777).toBe(0o700);
    const volume = await system.api.volumes.create({ name: "stays" });

    await system.end();
    await expect(fetch(`${system.apiUrl}/readyz`)).rejects.toThrow();
    await expect(fetch(`${system.dashboardUrl}/sign-in`)).rejects.toThrow();

    await system.startAgain();
    expect((await system.api.volumes.get(volume.id)).name).toBe("stays");
  } finally {
    await system.stop();
  }
});

for (const variable of ["NULLSPACE_API_PORT", "PORT"])
  test(`a taken ${variable} is named in one line, with the remedy`, async () => {
    const holder = createServer().listen(0, "127.0.0.1");
    await once(holder, "listening");
    const port = portOf(holder);
    const { code, output } = await refusedStart({ [variable]: port });
    holder.close();
    expect(code).toBe(1);
    expect(output.trim()).toBe(`Port ${port} is taken: stop what uses it, or set ${variable} to another port.`);
  });

test("a malformed variable is named in one line", async () => {
  const { code, output } = await refusedStart({ NULLSPACE_VOLUME_CAP_BYTES: "plenty" });
  expect(code).toBe(1);
  expect(output).toContain("NULLSPACE_VOLUME_CAP_BYTES");
  expect(output.trim().split("\n")).toHaveLength(1);
});

test("a second control plane on the same data directory is refused and the first goes on", async () => {
  const system = await startSystem();
  try {
    const { code, output } = await refusedStart({ NULLSPACE_DATA_DIR: system.dataDirectory });
    expect(code).toBe(1);
    expect(output).toContain(system.dataDirectory);
    expect((await fetch(`${system.apiUrl}/readyz`)).status).toBe(200);
  } finally {
    await system.stop();
  }
});

test("reset deletes nothing until it is told to, and everything then", async () => {
  const system = await startSystem();
  await system.end();
  const answer = async (text: string) => {
    const reset = spawn(process.execPath, [SCRIPT("reset")], {
      env: { ...process.env, NULLSPACE_DATA_DIR: system.dataDirectory },
      stdio: ["pipe", "ignore", "ignore"],
    });
    reset.stdin.end(`${text}\n`);
    await once(reset, "exit");
    return stat(system.dataDirectory).then(
      () => true,
      () => false,
    );
  };
  expect(await answer("no")).toBe(true);
  expect(await answer("reset")).toBe(false);
  await system.stop();
});
