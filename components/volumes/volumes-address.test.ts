import fc from "fast-check";
import { expect, it } from "vitest";
import { readVolumesView, type VolumesView, writeVolumesView } from "./volumes-address.ts";
import { VOLUME_COLUMNS, VOLUME_STATUSES } from "./volumes-view.ts";

const read = (query: string) => readVolumesView(new URLSearchParams(query));

it("says nothing of what is ordinary, and forgives nonsense", () => {
  expect(writeVolumesView(read(""))).toBe("");
  expect(read("?status=asleep&sort=colour&order=up")).toEqual(read(""));
});

it("reads what it wrote", () => {
  const views = fc.record<VolumesView>({
    filter: fc.string(),
    status: fc.constantFrom(null, ...VOLUME_STATUSES),
    sort: fc.constantFrom("name", ...VOLUME_COLUMNS),
    order: fc.constantFrom("asc", "desc"),
  });
  fc.assert(
    fc.property(views, (view) => {
      expect(read(writeVolumesView(view))).toEqual(view);
    }),
  );
});
