import { createServer } from "node:net";

/**
 * Whether this process could listen on the port now.
 * @throws Error in one line that names the variable to change
 */
export async function checkPort(host: string, port: number, variable: string): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const server = createServer();
    server.once("error", (error: NodeJS.ErrnoException) =>
      reject(
        new Error(
          error.code === "EADDRINUSE"
            ? `Port ${port} is taken: stop what uses it, or set ${variable} to another port.`
            : `Cannot listen on ${host}:${port} (${error.code}): set NULLSPACE_HOST or ${variable}.`,
        ),
      ),
    );
    server.listen(port, host, () => server.close(() => resolve()));
  });
}
