import { expect, it } from "vitest";
import { crumbsOf } from "./crumbs.ts";

it("calls the start by its name", () => {
  expect(crumbsOf("/")).toEqual([{ href: "/", label: "Overview", idOf: null }]);
});

it("names each step, says where it leads and which one is an id", () => {
  const id = "vol_3f8a21c09b7e";
  expect(crumbsOf(`/volumes/${id}/files/trash`)).toEqual([
    { href: "/volumes", label: "Volumes", idOf: null },
    { href: `/volumes/${id}`, label: id, idOf: "volume" },
    { href: `/volumes/${id}/files`, label: "Files", idOf: null },
    { href: `/volumes/${id}/files/trash`, label: "Trash", idOf: null },
  ]);
  expect(crumbsOf("/sandboxes/sb_3f8a21c09b7e").at(-1)).toMatchObject({ idOf: "sandbox" });
});
