import { execFile, execFileSync } from "node:child_process";
import { accessSync, chownSync, constants, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";

/** An ordinary user that owns nothing. */
const USER = 65_533;

/** Why this process cannot play an ordinary user; as one, all other tests of this directory are run by one already. */
function whyNot(): string | null {
  if (process.getuid?.() !== 0) return "this is an ordinary user already";
  try {
    const test = [
      "--reuid",
      String(USER),
      "--regid",
      String(USER),
      "--clear-groups",
      "test",
      "-r",
      import.meta.filename,
    ];
    execFileSync("setpriv", test);
    accessSync(process.execPath, constants.X_OK);
    return null;
  } catch {
    return "an ordinary user cannot read this checkout";
  }
}

test("an ordinary user runs sandboxes and mounts volumes too, or is told why not", async (context) => {
  const reason = whyNot();
  if (reason !== null) return context.skip(reason);
  const directory = mkdtempSync(join(tmpdir(), "nullspace-rootless-"));
  chownSync(directory, USER, USER);
  try {
    const { stdout } = await promisify(execFile)(
      "setpriv",
      [
        ...["--reuid", String(USER), "--regid", String(USER), "--clear-groups", process.execPath],
        ...[join(import.meta.dirname, "../../testing/rootless-tour.ts"), directory],
      ],
      { timeout: 50_000 },
    );
    const { capability, saw } = JSON.parse(stdout);
    if (!capability.available) return context.skip(capability.reason);
    expect(capability).toMatchObject({ rootless: true });
    expect(saw).toMatchObject({
      written: "hello0\nrefused\n",
      files: ["answer", "hello"],
      check: { ok: true },
      refused: expect.stringContaining("Read-only file system"),
      busy: { done: false, holders: [{ command: "sleep 1000" }] },
      free: { done: true },
      frozen: "frozen",
      thawed: "on\n",
      adopted: [saw.id],
      left: [],
    });
    // What was ended takes a moment to be gone.
    await expect.poll(() => execFileSync("ps", ["-eo", "args"]).toString()).not.toContain(directory);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
});
