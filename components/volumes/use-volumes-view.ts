"use client";
import { parseAsString, parseAsStringLiteral, useQueryStates } from "nuqs";
import { VOLUME_STATUSES } from "./volume-status.tsx";
import { VOLUME_COLUMNS } from "./volumes-view.ts";

const SORTS = ["name", ...VOLUME_COLUMNS] as const;

const parsers = {
  filter: parseAsString.withDefault(""),
  status: parseAsStringLiteral(VOLUME_STATUSES),
  sort: parseAsStringLiteral(SORTS).withDefault("name"),
  order: parseAsStringLiteral(["asc", "desc"] as const).withDefault("asc"),
};

/** What the list shows, kept in the address, so that it can be sent to someone. */
export const useVolumesView = () => useQueryStates(parsers, { history: "replace" });
