import { randomBytes } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { eq, sql } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { volumeRoot } from "#lib/api/file-root.ts";
import type { AnyPartGrant } from "#lib/api/sandbox-uploads.ts";
import { CreateUploadInput, PartGrant, UploadPage } from "#lib/api/uploads.ts";
import { VolumePathInput } from "#lib/api/volume-path.ts";
import type { Context } from "../context.ts";
import { uploads } from "../db/schema.ts";
import { createTestTeam, type TestTeam } from "../testing/create-test-team.ts";
import { createTestVolume, type TestVolume } from "../testing/create-test-volume.ts";
import { databaseMissing } from "../testing/open-test-database.ts";
import { openTransfers, type Transfers } from "../testing/open-transfers.ts";
import { abortUpload } from "./abort-upload.ts";
import { createPartGrant } from "./create-part-grant.ts";
import { createUpload } from "./create-upload.ts";
import { getUpload } from "./get-upload.ts";
import { listUploads } from "./list-uploads.ts";
import { updateUpload } from "./update-upload.ts";

const MiB = 1024 * 1024;
const path = (text: string) => VolumePathInput.parse(text);

describe.skipIf(databaseMissing() !== null)("going on with an upload", () => {
  let transfers: Transfers;
  let team: TestTeam;
  let volume: TestVolume;
  beforeAll(async () => {
    transfers = await openTransfers();
    team = transfers.team;
  });
  afterAll(() => transfers.close());
  beforeEach(async () => {
    volume = await createTestVolume(transfers.system, team);
  });

  const begin = async (ctx: Context, target: string, bytes: number, metadata: Record<string, unknown> = {}) => {
    const input = CreateUploadInput.parse({ kind: "file", target_path: target, content_length: bytes, metadata });
    return (await createUpload(ctx, volumeRoot(volume.id), input, undefined)).session;
  };
  const list = async (ctx: Context, query: Partial<Parameters<typeof listUploads>[2]> = {}) =>
    UploadPage.parse(await listUploads(ctx, volumeRoot(volume.id), { limit: 50, ...query }));
  const send = (grant: AnyPartGrant, number: number, bytes: Uint8Array) =>
    fetch(`${grant.url}&number=${number}`, { method: "PUT", body: Buffer.from(bytes), headers: grant.headers });
  const complete = async (grant: AnyPartGrant, conditions: object) => {
    const answer = await fetch(grant.completion_url, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(conditions),
    });
    return { status: answer.status, body: await answer.json() };
  };

  it("lists what is not finished, the newest first, with what is needed to know it again", async () => {
    const first = await begin(team.member, "/a", 9 * MiB, { fingerprint: "f1" });
    const second = await begin(team.admin, "/b", 1);
    const third = await begin(team.member, "/c", 1);
    const grant = await createPartGrant(team.member, volumeRoot(volume.id), first.upload_id);
    await send(grant, 1, new Uint8Array(MiB));

    const all = await list(team.member);
    expect(all.uploads.map(({ target_path, mine }) => [target_path, mine])).toEqual([
      ["/c", true],
      ["/b", false],
      ["/a", true],
    ]);
    expect(all.uploads[2]).toMatchObject({ metadata: { fingerprint: "f1" }, accepted_bytes: MiB, next_part: 0 });
    const mine = await list(team.member, { mine: "true", limit: 1 });
    expect(mine.uploads.map(({ upload_id }) => upload_id)).toEqual([third.upload_id]);
    const rest = await list(team.member, { mine: "true", limit: 1, before: mine.next_cursor ?? undefined });
    expect(rest).toMatchObject({ uploads: [{ upload_id: first.upload_id }], next_cursor: null });

    await abortUpload(team.member, volumeRoot(volume.id), third.upload_id);
    await transfers.system.database.queries
      .update(uploads)
      .set({ expiresAt: sql`now() - interval '1 second'` })
      .where(eq(uploads.id, second.upload_id));
    expect((await list(team.admin)).uploads.map(({ upload_id }) => upload_id)).toEqual([first.upload_id]);
  });

  it("is for who may write, in their own team", async () => {
    const { upload_id } = await begin(team.member, "/a", 1);
    await expect(list(team.viewer)).rejects.toMatchObject({ code: "forbidden" });
    const change = { target_path: path("/b") };
    await expect(updateUpload(team.viewer, volumeRoot(volume.id), upload_id, change)).rejects.toMatchObject({
      code: "forbidden",
    });
    const others = await createTestTeam(transfers.system);
    await expect(list(others.owner)).rejects.toMatchObject({ code: "volume_not_found" });
    await expect(updateUpload(others.owner, volumeRoot(volume.id), upload_id, change)).rejects.toMatchObject({
      code: "volume_not_found",
    });
    expect((await getUpload(team.member, volumeRoot(volume.id), upload_id)).target_path).toBe("/a");
  });

  it("says with the grant which parts are there, in any order they came", async () => {
    const { upload_id } = await begin(team.member, "/a", 20 * MiB);
    const grant = PartGrant.parse(await createPartGrant(team.member, volumeRoot(volume.id), upload_id));
    expect(grant.present_parts).toEqual([]);
    await send(grant, 2, new Uint8Array(4 * MiB));
    await send(grant, 0, new Uint8Array(8 * MiB));
    const again = await createPartGrant(team.member, volumeRoot(volume.id), upload_id);
    expect(again).toMatchObject({ present_parts: [0, 2], session: { accepted_bytes: 12 * MiB } });
  });

  it("completes by the grant, only as long as the condition holds; a taken name costs no byte", async () => {
    const bytes = randomBytes(100);
    const { upload_id } = await begin(team.member, "/a.bin", bytes.length);
    const grant = await createPartGrant(team.member, volumeRoot(volume.id), upload_id);
    await send(grant, 0, bytes);
    await writeFile(join(volume.data, "a.bin"), "in the way");
    const refused = await complete(grant, { if_none_match: "*" });
    expect(refused).toMatchObject({ status: 412, body: { code: "precondition_failed", details: { etag: /^"/ } } });
    expect((await complete(grant, { if_match: '"older"' })).body).toMatchObject({ code: "precondition_failed" });

    const moved = await updateUpload(team.member, volumeRoot(volume.id), upload_id, {
      target_path: path("/a (2).bin"),
    });
    expect(moved).toMatchObject({ target_path: "/a (2).bin", accepted_bytes: bytes.length, status: "staged" });
    const done = await complete(grant, { if_none_match: "*" });
    expect(done).toMatchObject({ status: 200, body: { published_bytes: bytes.length } });
    expect((await complete(grant, { if_none_match: "*" })).body).toEqual(done.body);
    expect(await readFile(join(volume.data, "a (2).bin"))).toEqual(bytes);
    expect(String(await readFile(join(volume.data, "a.bin")))).toBe("in the way");
    await expect(
      updateUpload(team.member, volumeRoot(volume.id), upload_id, { target_path: path("/c") }),
    ).rejects.toMatchObject({
      code: "file_upload_error",
    });
    expect(volume.staging()).toEqual([]);

    const over = await begin(team.member, "/a.bin", bytes.length);
    const again = await createPartGrant(team.member, volumeRoot(volume.id), over.upload_id);
    await send(again, 0, bytes);
    expect((await complete(again, { if_match: refused.body.details.etag })).status).toBe(200);
    expect(await readFile(join(volume.data, "a.bin"))).toEqual(bytes);
  });

  it("takes no grant of another upload, no other body, and no condition for a directory", async () => {
    const [one, other] = [await begin(team.member, "/a", 0), await begin(team.member, "/b", 0)];
    const grant = await createPartGrant(team.member, volumeRoot(volume.id), one.upload_id);
    const foreign = { ...grant, completion_url: grant.completion_url.replace(one.upload_id, other.upload_id) };
    expect((await complete(foreign, {})).body.code).toBe("grant_invalid");
    expect((await complete(grant, { if_none_match: "x" })).body.code).toBe("invalid_request");
    const input = CreateUploadInput.parse({ kind: "directory_tar", target_path: "/d", content_length: 1024 });
    const { session } = await createUpload(team.member, volumeRoot(volume.id), input, undefined);
    const directory = await createPartGrant(team.member, volumeRoot(volume.id), session.upload_id);
    expect((await complete(directory, { if_match: '"1"' })).body.code).toBe("invalid_request");
  });
});
