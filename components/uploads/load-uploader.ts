import type { Uploader } from "./create-uploader.ts";
import { NO_VIEW } from "./no-view.ts";

/**
 * An uploader whose engine is fetched when the first upload comes: most visits have none.
 * @param load makes the engine; called once
 */
export function loadUploader(load: () => Promise<Uploader>): Uploader {
  const listeners = new Set<() => void>();
  let engine: Uploader | undefined;
  let loading: Promise<Uploader> | undefined;
  const whenLoaded = () => {
    loading ??= load().then((loaded) => {
      engine = loaded;
      loaded.subscribe(() => {
        for (const listener of listeners) listener();
      });
      return loaded;
    });
    return loading;
  };
  return {
    view: () => engine?.view() ?? NO_VIEW,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    add: (uploads) => void whenLoaded().then((loaded) => loaded.add(uploads)),
    wish: (wish) => engine?.wish(wish),
    wake: () => engine?.wake(),
  };
}
