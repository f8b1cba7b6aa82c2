// The guides' examples in TypeScript, as a project that installed the package has them; types are checked, then it runs.
import assert from "node:assert/strict";
import { ApiError, BatchWriteError, Sandbox, Volume } from "@nullspace-console/client";

// Create and mount
const volume = await Volume.fromName("team-data", { createIfMissing: true });
await volume.files.write("/hello.txt", "persistent\n");
{
  await using sandbox = await Sandbox.create({ volumes: [volume.mount("/workspace/shared")] });
  assert.equal(await sandbox.files.read("/workspace/shared/hello.txt"), "persistent\n");
  await sandbox.files.write("/workspace/shared/inside.txt", "from the sandbox\n");
}
assert.equal(await volume.files.read("/inside.txt"), "from the sandbox\n");

// By dictionary, a subtree, read-only
await volume.files.makeDir("/datasets");
await volume.files.write("/datasets/a.txt", "a\n");
{
  await using sandbox = await Sandbox.create({
    template: "base",
    volumes: [{ ref: "team-data", mount_path: "/workspace/shared", subpath: "/datasets", read_only: true }],
  });
  assert.equal(await sandbox.files.read("/workspace/shared/a.txt"), "a\n");
  assert.notEqual((await sandbox.run("touch /workspace/shared/b.txt")).exit_code, 0);
}

// Runtime attachments
const sandbox = await Sandbox.create();
const again = await Sandbox.connect(sandbox.id);
const attachment = await again.attachVolume(volume.id, "/workspace/shared", { subpath: "/datasets", readOnly: true });
assert.equal(attachment.state, "mounted");
assert.deepEqual(
  (await sandbox.listVolumes()).map(({ id }) => id),
  [attachment.id],
);
assert.equal((await sandbox.getVolumeHealth(attachment.id)).state, "mounted");
const remounted = await sandbox.remountVolume(attachment.id);
assert.equal(remounted.id, attachment.id);
assert.equal((await sandbox.detachVolume(remounted.id)).state, "released");
await sandbox.attachVolume("team-data", "/workspace/by-name");
await sandbox.attachVolume(volume.mount("/workspace/by-mount"));
const snapshot = await sandbox.hibernate();
assert.ok((await volume.attachments()).some(({ state }) => state === "paused"));
const resumed = await Sandbox.resume(snapshot.id);
assert.equal(await resumed.files.read("/workspace/by-name/hello.txt"), "persistent\n");
await resumed.kill();

// Direct files
await volume.files.writeFiles([
  ["/datasets/a.txt", "ready\n"],
  ["/datasets/b.txt", "ready\n"],
]);
const paths = await volume.files.searchFiles("/datasets", "*.txt");
const result = await volume.files.replaceInFiles(paths, "ready", "done", { dryRun: true });
assert.deepEqual([result.replacements, result.files_modified], [2, 2]);
assert.equal(await volume.files.read("/datasets/a.txt"), "ready\n");
await volume.files.remove("/datasets/b.txt");
assert.equal(await volume.files.exists("/datasets/b.txt"), false);
await assert.rejects(
  volume.files.read("relative.txt"),
  (error) => error instanceof ApiError && error.code === "invalid_request",
);
await assert.rejects(
  volume.files.writeFiles([
    ["/ok.txt", "1"],
    ["relative.txt", "2"],
  ]),
  (error) =>
    error instanceof BatchWriteError && error.successes.length === 1 && error.failures[0]?.path === "relative.txt",
);

// Large and binary content, with progress, and a call that is given up
const bytes = new Uint8Array(6 * 1024 * 1024).fill(7);
let sent = 0;
await volume.files.write("/large.bin", bytes, {
  onProgress: (done, total) => {
    assert.equal(total, bytes.length);
    sent = done;
  },
});
assert.equal(sent, bytes.length);
assert.deepEqual(await volume.files.readBytes("/large.bin"), bytes);
await assert.rejects(volume.files.read("/hello.txt", { signal: AbortSignal.abort() }), { name: "AbortError" });

// Lifecycle
const created = await Volume.create("team-cache");
assert.equal((await Volume.fromId(created.id)).name, "team-cache");
const info = await created.getInfo();
assert.equal(info.max_size_bytes, 2 * 1024 ** 3);
await created.delete();
await assert.rejects(Volume.fromName("team-cache"), (error) => error instanceof ApiError && error.status === 404);
console.log("ok");
