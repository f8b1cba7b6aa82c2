import { expect, it } from "vitest";
import { crumbsOf } from "./crumbs.ts";

it("names each step, says where it leads and which one is a volume", () => {
  const id = "vol_3f8a21c09b7e";
  expect(crumbsOf(`/volumes/${id}/files/trash`)).toEqual([
    { href: "/volumes", label: "Volumes", isVolume: false },
    { href: `/volumes/${id}`, label: id, isVolume: true },
    { href: `/volumes/${id}/files`, label: "Files", isVolume: false },
    { href: `/volumes/${id}/files/trash`, label: "Trash", isVolume: false },
  ]);
});
