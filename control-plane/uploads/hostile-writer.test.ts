import { readdirSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ApiError } from "#lib/api/api-error.ts";
import { type FileRoot, sandboxRoot, volumeRoot } from "#lib/api/file-root.ts";
import { CreateUploadInput } from "#lib/api/uploads.ts";
import type { System } from "../context.ts";
import { whyNoSandboxes } from "../testing/create-test-sandbox.ts";
import { createTestSystem } from "../testing/create-test-system.ts";
import { createTestTeam, type TestTeam } from "../testing/create-test-team.ts";
import { createTestVolume } from "../testing/create-test-volume.ts";
import { databaseMissing } from "../testing/open-test-database.ts";
import { type HostileWriter, startHostileWriter } from "../testing/start-hostile-writer.ts";
import { startTestSandbox } from "../testing/start-test-sandbox.ts";
import { tarOf } from "../testing/tar-of.ts";
import { abortUpload } from "./abort-upload.ts";
import { completeUpload } from "./complete-upload.ts";
import { createUpload } from "./create-upload.ts";
import { receivePart } from "./receive-part.ts";

const ROUNDS = 12;
/** What the hostile writer's own tree looks like, so that every directory of it is merged into. */
const FILES = ["f", "d/f", "d/e/f", "d/e/g/f", "d/e/g/secret", "to/new"];

const archive = (names: readonly string[]) => tarOf(names.map((name) => ({ name, content: "uploaded" })));

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

type Place = {
  root: FileRoot;
  /** What the hostile writer changes, and its path in the root. */
  data: string;
  at: string;
  /** What is left of what was on its way. */
  left(): string[];
};

async function volumeOf(system: System, team: TestTeam): Promise<Place> {
  const volume = await createTestVolume(system, team);
  return { root: volumeRoot(volume.id), data: volume.data, at: "", left: volume.staging };
}

async function sandboxOf(system: System, team: TestTeam): Promise<Place | null> {
  if (whyNoSandboxes(system) !== null) return null;
  const { id } = await startTestSandbox(system, team);
  const { dataDirectory } = system.config;
  const data = join(dataDirectory, "sandboxes", id, "files/workspace");
  const left = () => [
    ...readdirSync(join(dataDirectory, "uploads")),
    ...readdirSync(data, { recursive: true })
      .map(String)
      .filter((name) => name.includes(".nullspace-")),
  ];
  return { root: sandboxRoot(id), data, at: "/workspace", left };
}

describe.skipIf(databaseMissing() !== null).each([
  ["a volume", volumeOf],
  ["a sandbox", sandboxOf],
])("uploading into %s while a process swaps everything for links and FIFOs", (_, make) => {
  let system: System;
  let close: () => Promise<void>;
  let team: TestTeam;
  let place: Place | null;
  let writer: HostileWriter | undefined;
  beforeAll(async () => {
    ({ system, close } = await createTestSystem());
    team = await createTestTeam(system);
    place = await make(system, team);
    if (place !== null) writer = await startHostileWriter(place.data, join(system.config.dataDirectory, "outside"));
  });
  afterAll(async () => {
    await writer?.stop();
    await close();
  });

  async function upload(root: FileRoot, input: object, bytes: Buffer): Promise<boolean> {
    const { member } = team;
    const asked = CreateUploadInput.parse({ content_length: bytes.length, ...input });
    const { session } = await createUpload(member, root, asked, undefined);
    const { upload_id: id } = session;
    try {
      await receivePart(member, root, id, 0, { chunks: once(bytes), length: undefined, sha256: undefined });
      await completeUpload(member, root, id, {});
      return true;
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      await abortUpload(member, root, id);
      return false;
    }
  }

  it("puts nothing outside, and nothing stays in staging", async ({ skip }) => {
    if (place === null || writer === undefined) return skip();
    const { root, at } = place;
    const whole = await archive(FILES);
    // Gets through more often: nothing below it can be in the way.
    const flat = await archive(["f", "new"]);
    const ended = { merge: 0, replace: 0, file: 0 };
    const directory = { kind: "directory_tar" };
    for (let round = 0; round < ROUNDS || Object.values(ended).some((count) => count === 0); round++) {
      const acts = {
        merge: () =>
          round % 2 === 0
            ? upload(root, { ...directory, target_path: at === "" ? "/" : at }, whole)
            : upload(root, { ...directory, target_path: `${at}/d` }, flat),
        replace: () => upload(root, { ...directory, target_path: `${at}/d/e`, conflict: "replace" }, whole),
        file: () => upload(root, { kind: "file", target_path: `${at}/d/e/g/f` }, Buffer.from("uploaded")),
      };
      for (const [name, act] of Object.entries(acts) as [keyof typeof acts, () => Promise<boolean>][])
        try {
          if (await act()) ended[name] += 1;
        } catch (error) {
          if (!(error instanceof ApiError)) throw new Error(`${name} failed unexpectedly`, { cause: error });
        }
    }
    await writer.stop();
    expect(writer.outside.now()).toEqual(writer.outside.before);
    expect(place.left()).toEqual([]);
    expect(readdirSync(place.data).length).toBeGreaterThan(0);
  }, 240_000);
});
