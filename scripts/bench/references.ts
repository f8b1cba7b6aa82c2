import { spawn } from "node:child_process";
import { once } from "node:events";
import { createReadStream, createWriteStream, existsSync } from "node:fs";
import { chmod, mkdtemp, open, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { pipeline } from "node:stream/promises";

type Reference = { url: string; stop: () => Promise<void> };

/** The least a server can do: a pipe from the socket to a file with one fsync, and from a file to the socket. */
export async function barePipe(file: string): Promise<Reference> {
  const server = createServer(async (incoming, outgoing) => {
    if (incoming.method === "GET") return void (await pipeline(createReadStream(file), outgoing));
    await pipeline(incoming, createWriteStream(file));
    const handle = await open(file, "r+");
    await handle.sync();
    await handle.close();
    outgoing.end();
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}/`,
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

const reachable = (port: number) =>
  new Promise<boolean>((resolve) => {
    const socket = connect(port, "127.0.0.1", () => resolve(true)).once("error", () => resolve(false));
    socket.once("close", () => resolve(false));
    socket.unref();
  });

/** nginx serving the folder of `file`, where it is installed; null elsewhere. */
export async function nginx(file: string, port: number): Promise<Reference | null> {
  const binary = ["/usr/sbin/nginx", "/usr/bin/nginx"].find((path) => existsSync(path));
  if (binary === undefined) return null;
  const directory = await mkdtemp(join(tmpdir(), "nullspace-nginx-"));
  await chmod(directory, 0o755);
  const user = process.getuid?.() === 0 ? "user root;" : "";
  await writeFile(
    join(directory, "nginx.conf"),
    `${user} daemon off; pid ${directory}/pid; error_log ${directory}/error.log; events {} http { access_log off; sendfile on;
     client_body_temp_path ${directory}/a; proxy_temp_path ${directory}/b; fastcgi_temp_path ${directory}/c;
     uwsgi_temp_path ${directory}/d; scgi_temp_path ${directory}/e;
     server { listen 127.0.0.1:${port}; root ${dirname(file)}; } }`,
  );
  const server = spawn(binary, ["-c", join(directory, "nginx.conf")], { stdio: "ignore" });
  for (let tries = 0; tries < 1000 && !(await reachable(port)); tries++);
  return {
    url: `http://127.0.0.1:${port}/${file.slice(file.lastIndexOf("/") + 1)}`,
    stop: async () => {
      server.kill("SIGTERM");
      await once(server, "exit");
      await rm(directory, { recursive: true });
    },
  };
}
