import type * as Monaco from "monaco-editor/editor/editor.api.js";

export type MonacoApi = typeof Monaco;

let loading: Promise<MonacoApi> | undefined;

/** Fetches Monaco the first time it is needed. A load that failed is tried again at the next call. */
export function loadMonaco(): Promise<MonacoApi> {
  loading ??= import("./setup.ts").then(
    ({ monaco }) => monaco,
    (error: unknown) => {
      loading = undefined;
      throw error;
    },
  );
  return loading;
}
