import { describe, expect, it } from "vitest";
import { isAllowedRead, takesPerson } from "./allowed-reads.ts";

const volume = "/v1/volumes/vol_3f8a21c09b7e";

describe("isAllowedRead", () => {
  it.each([
    ["GET", "/v1/volumes"],
    ["GET", "/v1/volumes/by-name/team-data"],
    ["GET", volume],
    ["GET", `${volume}/files`],
    ["GET", `${volume}/trash`],
    ["GET", `${volume}/observe`],
    ["POST", `${volume}/files/info`],
    ["POST", `${volume}/files/read`],
    ["GET", "/v1/team/members"],
    ["GET", "/v1/keys"],
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
    ["GET", "/v1/volumesx"],
    ["GET", "/v1/volumes/"],
    ["POST", "/v1/keys"],
    ["POST", "/v1/keys/key_3f8a21c09b7e/rotate"],
    ["GET", "/metrics"],
  ])("keeps %s %s out", (method, path) => {
    expect(isAllowedRead(method, path)).toBe(false);
  });
});

it("asks about people as the person, about volumes as the team", () => {
  expect(takesPerson("/v1/keys")).toBe(true);
  expect(takesPerson("/v1/team/members")).toBe(true);
  expect(takesPerson("/v1/volumes")).toBe(false);
  expect(takesPerson("/v1/keysmith")).toBe(false);
});
