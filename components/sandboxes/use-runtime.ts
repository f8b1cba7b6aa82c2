"use client";
import { useQuery } from "@tanstack/react-query";
import { browserApi } from "#lib/queries/browser-api.ts";
import { runtimeInfo } from "#lib/queries/sandboxes.ts";
import { runtimeRefusal, shortcomingsOf } from "./runtime-limits.ts";

/** What this deployment cannot do, and why nothing runs at all where nothing does. */
export function useRuntime(): { refusal: string | null; shortcomings: readonly string[] } {
  const { data } = useQuery(runtimeInfo(browserApi));
  return { refusal: runtimeRefusal(data), shortcomings: data === undefined ? [] : shortcomingsOf(data) };
}
