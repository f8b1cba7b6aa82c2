import { expect, it } from "vitest";
import type { Sandbox } from "#lib/api/sandboxes.ts";
import { metadataLine, ownMetadata, sandboxName } from "./sandbox-name.ts";

// The brand says "checked at the edge"; here the edge is the test.
const id = "sb_aaaaaaaaaaaa" as Sandbox["id"];

it("goes by the name in its metadata, else by its id", () => {
  expect(sandboxName({ id, metadata: { name: "builder" } })).toBe("builder");
  for (const name of [" ", 7, null, undefined]) expect(sandboxName({ id, metadata: { name } })).toBe(id);
});

it("shows what people set, whatever it is, and not what the system keeps there", () => {
  const metadata = { branch: "main", retries: 3, volume_attachments: [{}] };
  expect(ownMetadata({ metadata })).toEqual([
    { key: "branch", value: "main" },
    { key: "retries", value: "3" },
  ]);
});

it("puts what people set on a line, but for the name that stands before it", () => {
  expect(metadataLine({ id, metadata: { name: "builder", job: "nightly", retries: 3 } })).toBe("job=nightly retries=3");
  expect(metadataLine({ id, metadata: { name: 7 } })).toBe("name=7");
  expect(metadataLine({ id, metadata: { volume_attachments: [] } })).toBe("");
});
