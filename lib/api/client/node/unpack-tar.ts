import { createWriteStream } from "node:fs";
import { chmod, mkdir, realpath, symlink, utimes } from "node:fs/promises";
import { dirname, join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { ReadableStream as NodeStream } from "node:stream/web";
import { type Extract, extract } from "tar-stream";
import { isSafeLink } from "./safe-link.ts";

type Entry = Extract extends AsyncIterable<infer Source> ? Source : never;

/** Characters and names that Windows gives a meaning of its own. */
const WINDOWS_CHARACTERS = /[<>:"|?*\\]/g;
const WINDOWS_NAMES = /^(?:con|prn|aux|nul|com\d|lpt\d)(?=\.|$)|[ .]$/i;

/** A name as this machine takes it. */
const localName = (name: string): string =>
  process.platform === "win32"
    ? name.replaceAll(WINDOWS_CHARACTERS, "_").replace(WINDOWS_NAMES, (end) => `_${end}_`)
    : name;

/** The components of a member's name; null for the root itself. @throws Error when it leads anywhere else */
function partsOf(name: string): string[] | null {
  const parts = name.split("/").filter((part) => part !== "" && part !== ".");
  if (name.startsWith("/") || parts.includes("..") || name.includes("\0"))
    throw new Error(`The archive has a name that leads out of it: ${JSON.stringify(name.slice(0, 200))}`);
  return parts.length === 0 ? null : parts.map(localName);
}

/** As a generator: a stream of this kind that ends in the middle is waited for for ever when it is piped. */
async function* contentOf(entry: Entry): AsyncGenerator<Uint8Array> {
  yield* entry as AsyncIterable<Uint8Array>;
}

/**
 * Unpacks a tar into a directory that is made for it. Nothing is written outside: names must lead down, and links are made
 * last, so that no member goes through one. Devices, and links that lead out, are left out.
 * @param target must not exist yet
 * @returns the names of what was left out
 * @throws Error when the archive is broken or has a name that leads out
 */
export async function unpackTar(archive: ReadableStream<Uint8Array>, target: string): Promise<string[]> {
  const skipped: string[] = [];
  const links: { name: string; target: string }[] = [];
  const directories: { path: string; mode: number }[] = [];
  await mkdir(target);

  async function add(entry: Entry): Promise<void> {
    const { header } = entry;
    const parts = partsOf(header.name);
    const mode = (header.mode ?? 0o644) & 0o777;
    if (parts !== null) {
      const path = join(target, ...parts);
      if (header.type === "directory") {
        await mkdir(path, { recursive: true });
        directories.push({ path, mode });
      } else if (header.type === "file" || header.type === "contiguous-file") {
        await mkdir(dirname(path), { recursive: true });
        await pipeline(contentOf(entry), createWriteStream(path, { flags: "wx", mode }));
        await chmod(path, mode);
        if (header.mtime) await utimes(path, header.mtime, header.mtime);
        return;
      } else if (header.type === "symlink" && isSafeLink(parts.join("/"), header.linkname ?? ""))
        links.push({ name: parts.join("/"), target: header.linkname ?? "" });
      else skipped.push(header.name);
    }
    entry.resume();
  }

  const members = extract();
  // Node's types and those of the browser name the same class.
  const source = Readable.fromWeb(archive as unknown as NodeStream<Uint8Array>);
  source.on("error", (error) => members.destroy(error));
  source.pipe(members);
  try {
    for await (const entry of members) await add(entry);
  } finally {
    source.destroy();
  }
  const root = await realpath(target);
  for (const link of links) {
    const path = join(root, link.name);
    await mkdir(dirname(path), { recursive: true });
    // How high a link may climb is counted by where it is: not through another link.
    if ((await realpath(dirname(path))) === dirname(path)) await symlink(link.target, path);
    else skipped.push(link.name);
  }
  // Last and from below, and never so that its owner could not enter it.
  for (const { path, mode } of directories.reverse()) await chmod(path, mode | 0o700);
  return skipped;
}
