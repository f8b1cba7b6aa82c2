import { execFile, spawn } from "node:child_process";
import { chown, mkdtemp, readdir, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import postgres from "postgres";
import type { TestProject } from "vitest/node";
import { migrate } from "../db/migrate.ts";
import { openPostgres } from "../db/open-postgres.ts";

const run = promisify(execFile);

async function findBinaries(): Promise<string | null> {
  const versions = await readdir("/usr/lib/postgresql").catch(() => []);
  const newest = versions.sort((a, b) => Number(b) - Number(a))[0];
  return newest === undefined ? null : `/usr/lib/postgresql/${newest}/bin`;
}

const freePort = () =>
  new Promise<number>((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address !== null ? address.port : 0));
    });
  });

/** Starts a Postgres of its own for the run, with a migrated template that every test file copies. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const binaries = await findBinaries();
  if (binaries === null) {
    project.provide("database", { kind: "none", reason: "Postgres is not installed (Debian: postgresql)" });
    return async () => {};
  }
  const directory = await mkdtemp(join(tmpdir(), "nullspace-postgres-"));
  // Postgres refuses to run as root; Debian's package brings a user for it.
  const uid = process.getuid?.() === 0 ? Number((await run("id", ["-u", "postgres"])).stdout) : undefined;
  if (uid !== undefined) await chown(directory, uid, uid);
  const data = join(directory, "data");
  const as = uid === undefined ? {} : { uid };
  await run(`${binaries}/initdb`, ["-D", data, "-U", "nullspace", "-A", "trust", "-E", "UTF8", "--no-sync"], {
    cwd: directory,
    ...as,
  });
  const port = await freePort();
  const server = spawn(
    `${binaries}/postgres`,
    [
      "-D",
      data,
      "-p",
      String(port),
      "-c",
      "listen_addresses=127.0.0.1",
      "-c",
      `unix_socket_directories=${directory}`,
      "-c",
      "fsync=off",
      "-c",
      "max_connections=400",
    ],
    { cwd: directory, stdio: "ignore", ...as },
  );
  const url = `postgres://nullspace@127.0.0.1:${port}`;
  const admin = postgres(`${url}/postgres`, { max: 1, onnotice: () => {}, connect_timeout: 2 });
  const deadline = Date.now() + 30_000;
  while (
    !(await admin`select 1`.then(
      () => true,
      () => false,
    ))
  ) {
    if (Date.now() > deadline) throw new Error("the test's Postgres did not start within 30 s");
  }
  await admin`create database template_nullspace`;
  const template = await openPostgres(`${url}/template_nullspace`);
  await migrate(template);
  await template.close();
  await admin.end();
  project.provide("database", { kind: "postgres", url });
  return async () => {
    const ended = new Promise((resolve) => server.once("exit", resolve));
    server.kill("SIGINT");
    await ended;
    await rm(directory, { recursive: true });
  };
}
