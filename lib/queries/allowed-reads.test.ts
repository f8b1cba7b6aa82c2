import { describe, expect, it } from "vitest";
import { isAllowedRead, takesPerson } from "./allowed-reads.ts";

const volume = "/v1/volumes/vol_3f8a21c09b7e";
const sandbox = "/v1/sandboxes/sb_3f8a21c09b7e";
const attachment = "att_3f8a21c09b7e";

describe("isAllowedRead", () => {
  it.each([
    ["GET", "/v1/volumes"],
    ["GET", "/v1/volumes/by-name/team-data"],
    ["GET", volume],
    ["GET", `${volume}/files`],
    ["GET", `${volume}/trash`],
    ["GET", `${volume}/uploads`],
    ["GET", `${volume}/observe`],
    ["POST", `${volume}/files/info`],
    ["POST", `${volume}/files/read`],
    ["GET", `${volume}/attachments`],
    ["GET", "/v1/attachments"],
    ["GET", `/v1/attachments/${attachment}`],
    ["GET", "/v1/sandboxes"],
    ["GET", sandbox],
    ["GET", `${sandbox}/volumes`],
    ["GET", `${sandbox}/processes`],
    ["GET", `${sandbox}/files`],
    ["GET", `${sandbox}/uploads`],
    ["POST", `${sandbox}/files/info`],
    ["POST", `${sandbox}/files/search-stream`],
    ["POST", `${sandbox}/files/replace-preview`],
    ["GET", "/v1/snapshots"],
    ["GET", "/v1/runtime"],
    ["GET", "/v1/activity"],
    ["GET", "/v1/team/members"],
    ["GET", "/v1/keys"],
    ["GET", "/v1/activity"],
    ["GET", "/v1/alerts"],
    ["GET", "/v1/overview"],
    ["GET", "/v1/webhooks"],
    ["GET", "/v1/webhooks/hook_3f8a21c09b7e/deliveries"],
  ])("lets %s %s through", (method, path) => {
    expect(isAllowedRead(method, path)).toBe(true);
  });

  it.each([
    ["POST", "/v1/volumes"],
    ["DELETE", volume],
    ["POST", `${volume}/files/write`],
    ["POST", `${volume}/files/remove`],
    ["POST", `${volume}/trash/empty`],
    ["POST", `${volume}/files/upload-grants`],
    ["POST", `${volume}/files/download-grant`],
    ["POST", `${volume}/files/info/../remove`],
    ["POST", `${volume}/files/info%2f..%2fremove`],
    ["GET", `${volume}/file`],
    ["GET", "/v1/volumes/by-name/..%2f..%2fadmin"],
    ["GET", "/v1/admin/volumes"],
    ["POST", "/v1/sandboxes"],
    ["DELETE", sandbox],
    ["POST", `${sandbox}/volumes`],
    ["DELETE", `${sandbox}/volumes/${attachment}`],
    ["POST", `${sandbox}/volumes/${attachment}/remount`],
    ["POST", `${sandbox}/exec`],
    ["POST", `${sandbox}/uploads`],
    ["POST", `${sandbox}/terminal`],
    ["POST", `${sandbox}/files/write`],
    ["POST", `${sandbox}/files/remove-many`],
    ["POST", `${sandbox}/files/download-grant`],
    ["GET", `${sandbox}/file`],
    ["GET", `${sandbox}/processes/1/kill`],
    ["GET", "/v1/volumesx"],
    ["GET", "/v1/volumes/"],
    ["POST", "/v1/keys"],
    ["POST", "/v1/keys/key_3f8a21c09b7e/rotate"],
    ["POST", "/v1/webhooks"],
    ["POST", "/v1/webhooks/hook_3f8a21c09b7e/test"],
    ["PATCH", "/v1/webhooks/hook_3f8a21c09b7e"],
    ["GET", "/metrics"],
  ])("keeps %s %s out", (method, path) => {
    expect(isAllowedRead(method, path)).toBe(false);
  });
});

it("asks about people as the person, about volumes as the team", () => {
  expect(takesPerson("/v1/keys")).toBe(true);
  expect(takesPerson("/v1/team/members")).toBe(true);
  expect(takesPerson("/v1/webhooks/hook_3f8a21c09b7e/deliveries")).toBe(true);
  expect(takesPerson("/v1/volumes")).toBe(false);
  expect(takesPerson("/v1/keysmith")).toBe(false);
});
