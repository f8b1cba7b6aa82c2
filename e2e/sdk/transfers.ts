// Large files, directories, watching and the files of a sandbox in TypeScript, as a project that installed the package has
// them; types are checked, then it runs.
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { chmod, mkdir, mkdtemp, readdir, readFile, readlink, stat, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ApiError, type FileEvent, Sandbox, Volume } from "@nullspace-console/client";

const here = await mkdtemp(join(tmpdir(), "nullspace-transfers-"));
const MiB = 1024 * 1024;
const isRefusal = (code: string) => (error: unknown) => error instanceof ApiError && error.code === code;

// A network that can be cut: the parts of uploads are lost while it is.
let isCut = false;
const parts: number[] = [];
const network: typeof fetch = async (input, init) => {
  const url = new URL(String(input));
  const part = url.pathname.endsWith("/part") ? Number(url.searchParams.get("number")) : null;
  if (isCut && part !== null && part >= 2) throw new TypeError("fetch failed");
  const response = await fetch(input, init);
  if (part !== null && response.ok) parts.push(part);
  return response;
};
const volume = await Volume.fromName("transfers", { createIfMissing: true, fetch: network });

// A large file in parts, with progress, from a path
const content = randomBytes(40 * MiB);
await writeFile(join(here, "large.bin"), content);
const told: [done: number, total: number][] = [];
const sent = await volume.files.uploadFile(join(here, "large.bin"), "/large.bin", {
  onProgress: (done, total) => told.push([done, total]),
});
assert.equal(sent.size, content.length);
assert.deepEqual(told.at(-1), [content.length, content.length]);
assert.deepEqual(parts.toSorted(), [0, 1, 2, 3, 4]);
assert.ok(content.equals(await volume.files.readBytes("/large.bin")));

// Cut, and gone on with: only what is missing is sent
isCut = true;
parts.length = 0;
let begun = "";
const onBegun = (id: string) => {
  begun = id;
};
await assert.rejects(
  volume.files.uploadFile(join(here, "large.bin"), "/again.bin", { onBegun, concurrency: 1 }),
  isRefusal("volume_backend_unavailable"),
);
assert.equal(await volume.files.exists("/again.bin"), false);
assert.deepEqual(parts, [0, 1]);
isCut = false;
parts.length = 0;
await writeFile(join(here, "short.bin"), "short");
await assert.rejects(
  volume.files.uploadFile(join(here, "short.bin"), "/again.bin", { resume: begun }),
  isRefusal("invalid_request"),
);
const first = { sent: 0 };
await volume.files.uploadFile(join(here, "large.bin"), "/again.bin", {
  resume: begun,
  onProgress: (done) => {
    first.sent ||= done;
  },
});
assert.deepEqual(parts.toSorted(), [2, 3, 4]);
assert.ok(first.sent >= 16 * MiB);
assert.ok(content.equals(await volume.files.readBytes("/again.bin")));

// Given up: nothing appears
const stop = new AbortController();
await assert.rejects(
  volume.files.uploadFile(join(here, "large.bin"), "/given-up.bin", {
    signal: stop.signal,
    onProgress: (done) => {
      if (done > 0) stop.abort();
    },
  }),
  { name: "AbortError" },
);
assert.equal(await volume.files.exists("/given-up.bin"), false);

// A Blob, and what is there is kept where that is asked
await volume.files.uploadFile(new Blob([content.subarray(0, 20 * MiB)]), "/blob.bin");
assert.ok(content.subarray(0, 20 * MiB).equals(await volume.files.readBytes("/blob.bin")));
await assert.rejects(
  volume.files.uploadFile(new Blob(["x"]), "/blob.bin", { conflict: "error" }),
  isRefusal("file_conflict"),
);

// A stream of known length, and a download as a stream with progress
const half = new Blob([content.subarray(0, MiB)]);
await volume.files.write("/streamed.bin", { stream: half.stream(), size: half.size });
let received: [number, number | null] = [0, null];
const stream = await volume.files.stream("/streamed.bin", {
  onProgress: (done, total) => {
    received = [done, total];
  },
});
let length = 0;
for await (const chunk of stream) length += chunk.length;
assert.deepEqual([length, received], [MiB, [MiB, MiB]]);

// A file to a path: whole, and not over what is there
const target = join(here, "back.bin");
await volume.files.downloadFile("/large.bin", target);
assert.ok(content.equals(await readFile(target)));
await assert.rejects(volume.files.downloadFile("/blob.bin", target), isRefusal("file_conflict"));
await volume.files.downloadFile("/blob.bin", target, { replace: true });
assert.equal((await stat(target)).size, 20 * MiB);

// A directory up and down
const tree = join(here, "tree");
await mkdir(join(tree, "deep/empty"), { recursive: true });
await writeFile(join(tree, "run.sh"), "#!/bin/sh\n");
await chmod(join(tree, "run.sh"), 0o755);
await writeFile(join(tree, "deep/grüße.txt"), "ü\n");
await writeFile(join(tree, "deep/skip.log"), "no\n");
for (let n = 0; n < 300; n++) await writeFile(join(tree, `deep/${n}.txt`), `${n}\n`);
await symlink("deep/grüße.txt", join(tree, "link"));
await symlink("/etc", join(tree, "out"));
let tarred = 0;
const up = await volume.files.uploadDir(tree, "/tree", {
  exclude: ["*.log"],
  onProgress: (done, total) => {
    assert.ok(done <= total);
    tarred = done;
  },
});
assert.deepEqual([up.fileCount, up.skipped], [302, ["out"]]);
assert.ok(tarred > up.bytes);
assert.equal(await volume.files.read("/tree/deep/299.txt"), "299\n");
assert.equal((await volume.files.info("/tree/run.sh")).permissions, "0755");
assert.equal(await volume.files.exists("/tree/deep/skip.log"), false);
await assert.rejects(volume.files.uploadDir(tree, "/tree", { conflict: "error" }), isRefusal("file_conflict"));
const down = join(here, "down");
let got = 0;
const { skipped } = await volume.files.downloadDir("/tree", down, {
  onProgress: (done, total) => {
    assert.equal(total, null);
    got = done;
  },
});
assert.deepEqual(skipped, []);
assert.ok(got > 0);
assert.deepEqual((await readdir(join(down, "deep"))).length, 302);
assert.equal(await readlink(join(down, "link")), "deep/grüße.txt");
assert.equal((await stat(join(down, "run.sh"))).mode & 0o777, 0o755);
await assert.rejects(volume.files.downloadDir("/tree", down), isRefusal("file_conflict"));

// Watching, until what was waited for has come
async function see(events: AsyncIterable<FileEvent>, path: string, act: () => Promise<unknown>): Promise<FileEvent> {
  const acting = setInterval(() => void act(), 300);
  try {
    for await (const event of events) if (event.path === path) return event;
  } finally {
    clearInterval(acting);
  }
  throw new Error("the watch ended");
}
const change = () => volume.files.write("/tree/seen.txt", String(Math.random()));
assert.match((await see(volume.files.watch("/", { recursive: true }), "/tree/seen.txt", change)).type, /create|write/);
await assert.rejects(
  (async () => {
    for await (const _ of volume.files.watch("/none")) assert.fail();
  })(),
  isRefusal("file_not_found"),
);
const enough = new AbortController();
setTimeout(() => enough.abort(), 200);
await assert.rejects(
  (async () => {
    for await (const _ of volume.files.watch("/tree/deep", { signal: enough.signal })) assert.fail();
  })(),
  { name: "AbortError" },
);

// Some fields
assert.deepEqual(await volume.getInfo({ fields: ["name", "status"] }), { name: "transfers", status: "available" });
const listed = await Volume.list({ fields: ["id"] });
assert.deepEqual(
  listed.filter(({ id }) => id === volume.id),
  [{ id: volume.id }],
);
// Whoever asks for what there is not is told, whatever the types allow.
await assert.rejects(volume.getInfo({ fields: ["size" as "name"] }), isRefusal("invalid_fields"));

// The files of a sandbox do the same
{
  await using sandbox = await Sandbox.create({ volumes: [volume.mount("/workspace/shared")] });
  assert.deepEqual(Object.keys(await sandbox.getInfo({ fields: ["id"] })), ["id"]);
  const { files } = sandbox;
  await files.write("notes/a.txt", "the needle\n");
  await files.setPermissions("notes/a.txt", "0600");
  const info = await files.info("notes/a.txt");
  assert.equal(info.permissions, "0600");
  assert.deepEqual(await files.findInFiles("notes", "n.edle"), [{ file: info.path, line: 1, content: "the needle" }]);
  assert.deepEqual(await files.searchFiles("notes", "*.txt"), [info.path]);
  assert.equal((await files.replaceInFiles(["notes/a.txt"], "needle", "thread")).files_modified, 1);
  assert.equal(await files.read("notes/a.txt"), "the thread\n");
  assert.deepEqual(
    (await files.list("notes")).map(({ name }) => name),
    ["a.txt"],
  );
  assert.ok(content.equals(await files.readBytes("/workspace/shared/large.bin")));
  await files.uploadFile(join(here, "short.bin"), "/tmp/short.bin");
  await files.uploadFile(join(here, "large.bin"), "large.bin");
  assert.ok(content.equals(await files.readBytes("large.bin")));
  assert.equal((await files.uploadDir(tree, "tree")).fileCount, 303);
  assert.equal(await files.read("tree/deep/299.txt"), "299\n");
  await files.downloadFile("/tmp/short.bin", join(here, "short-back.bin"));
  assert.equal(await readFile(join(here, "short-back.bin"), "utf8"), "short");
  await files.downloadDir("notes", join(here, "notes"));
  assert.equal(await readFile(join(here, "notes/a.txt"), "utf8"), "the thread\n");
  const inside = () => sandbox.run("date +%N > /tmp/seen");
  assert.match((await see(files.watch("/tmp"), "/tmp/seen", inside)).type, /create|write/);
}
console.log("ok");
