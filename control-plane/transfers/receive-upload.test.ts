import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { listEvents } from "../events/list-events.ts";
import { databaseMissing } from "../testing/open-test-database.ts";
import { openTransfers, type Transfers } from "../testing/open-transfers.ts";
import { admitGrant } from "./admit-grant.ts";
import { readGrant } from "./grant.ts";
import { receiveUpload, type UploadBody } from "./receive-upload.ts";

const bodyOf = (text: string): UploadBody => ({
  chunks: (async function* () {
    yield Buffer.from(text);
  })(),
  length: text.length,
  preconditions: {},
});

describe.skipIf(databaseMissing() !== null)("two replicas that receive one grant", () => {
  let transfers: Transfers;
  beforeAll(async () => {
    transfers = await openTransfers();
  });
  afterAll(() => transfers.close());

  it("publish once: the later one gets the first answer for the same bytes, and is refused for others", async () => {
    const volume = await transfers.makeVolume();
    const token = new URL(await volume.upload({ path: "/a.txt" })).searchParams.get("grant") ?? "";
    const grant = await readGrant(transfers.system, token, volume.id, ["upload"]);
    // Both look before either has published.
    const one = await admitGrant(transfers.system, grant, "one");
    const other = await admitGrant(transfers.system, grant, "other");
    const first = await receiveUpload(one, bodyOf("first"));
    expect(await receiveUpload(other, bodyOf("first"))).toEqual(first);
    await expect(receiveUpload(other, bodyOf("other"))).rejects.toMatchObject({ code: "upload_conflict" });
    expect(await readFile(join(volume.data, "a.txt"), "utf8")).toBe("first");
    expect(await volume.staged()).toEqual([]);
    const { events } = await listEvents(transfers.team.viewer, { volume: volume.id, limit: 10 });
    expect(events.filter(({ type }) => type === "file.written")).toHaveLength(1);
  });
});
