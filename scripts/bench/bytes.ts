import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { request } from "node:http";

const CHUNK = randomBytes(1024 * 1024);

/** Sends `size` bytes (a multiple of 1 MiB, or less than that) to `url` and waits for the answer. */
export async function send(
  url: string,
  method: "PUT" | "POST",
  headers: Record<string, string>,
  size: number,
): Promise<void> {
  const outgoing = request(url, { method, headers: { ...headers, "content-length": String(size) } });
  const answered = once(outgoing, "response");
  if (size < CHUNK.length) outgoing.write(CHUNK.subarray(0, size));
  else
    for (let sent = 0; sent < size; sent += CHUNK.length)
      if (!outgoing.write(CHUNK)) await Promise.race([once(outgoing, "drain"), answered]);
  outgoing.end();
  const [response] = await answered;
  const parts: string[] = [];
  response.setEncoding("utf8").on("data", (part: string) => parts.push(part));
  await once(response, "end");
  if (response.statusCode >= 300)
    throw new Error(`${method} was answered with ${response.statusCode}: ${parts.join("")}`);
}

/** Reads everything at `url` and returns how many bytes that was. */
export async function receive(url: string): Promise<number> {
  const outgoing = request(url).end();
  const [response] = await once(outgoing, "response");
  let size = 0;
  response.on("data", (part: Buffer) => {
    size += part.length;
  });
  await once(response, "end");
  return size;
}
