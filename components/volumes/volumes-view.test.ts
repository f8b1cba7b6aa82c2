import { expect, it } from "vitest";
import type { Volume } from "#lib/api/volumes.ts";
import { filterVolumes, VOLUME_ORDERS } from "./volumes-view.ts";

const volume = (name: string, rest: Partial<Volume> = {}) =>
  ({ id: `vol_${name}`, name, status: "available", used_bytes: 0, max_size_bytes: 100, ...rest }) as Volume;

const all = [
  volume("Models10", { used_bytes: 10 }),
  volume("models2", { used_bytes: 90, status: "degraded" }),
  volume("team-data", { used_bytes: 5, max_size_bytes: 6 }),
  volume("scratch", { used_bytes: 999, max_size_bytes: null }),
];
const names = (volumes: readonly Volume[]) => volumes.map(({ name }) => name);

it("orders names as people do, and usage by how full", () => {
  expect(names(all.toSorted(VOLUME_ORDERS.name))).toEqual(["models2", "Models10", "scratch", "team-data"]);
  expect(names(all.toSorted(VOLUME_ORDERS.usage))).toEqual(["scratch", "Models10", "team-data", "models2"]);
});

it("filters by part of the name in any case, by whole id, and by status", () => {
  expect(names(filterVolumes(all, " MODELS ", null))).toEqual(["Models10", "models2"]);
  expect(names(filterVolumes(all, "vol_scratch", null))).toEqual(["scratch"]);
  expect(names(filterVolumes(all, "", "degraded"))).toEqual(["models2"]);
  expect(names(filterVolumes(all, "10", "degraded"))).toEqual([]);
});
