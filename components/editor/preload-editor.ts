import { loadMonaco } from "./monaco/load-monaco.ts";

/** Fetches the editor while the browser is idle, before someone opens a file. */
export function preloadEditor(): void {
  const load = () => void Promise.all([import("./workbench.tsx"), loadMonaco()]).catch(() => undefined);
  if ("requestIdleCallback" in window) window.requestIdleCallback(load, { timeout: 2000 });
  else setTimeout(load, 200);
}
