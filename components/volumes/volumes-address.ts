import type { VolumeStatus } from "#lib/api/volumes.ts";
import { VOLUME_COLUMNS, VOLUME_STATUSES, type VolumeColumn } from "./volumes-view.ts";

/** What the list shows: kept in the address, so that it survives a reload and can be sent to someone. */
export type VolumesView = {
  filter: string;
  status: VolumeStatus | null;
  sort: VolumeColumn | "name";
  order: "asc" | "desc";
};

const SORTS = ["name", ...VOLUME_COLUMNS] as const;

/** Reads the query of an address; what makes no sense counts as not said. */
export function readVolumesView(query: URLSearchParams): VolumesView {
  return {
    filter: query.get("filter") ?? "",
    status: VOLUME_STATUSES.find((one) => one === query.get("status")) ?? null,
    sort: SORTS.find((one) => one === query.get("sort")) ?? "name",
    order: query.get("order") === "desc" ? "desc" : "asc",
  };
}

/** The query that says it, empty when nothing is out of the ordinary. */
export function writeVolumesView({ filter, status, sort, order }: VolumesView): string {
  const query = new URLSearchParams();
  if (filter !== "") query.set("filter", filter);
  if (status !== null) query.set("status", status);
  if (sort !== "name") query.set("sort", sort);
  if (order !== "asc") query.set("order", order);
  return query.size > 0 ? `?${query}` : "";
}
