import type { Uploader } from "./create-uploader.ts";
import { NO_VIEW } from "./uploads-view.ts";

/**
 * An uploader whose engine is fetched when the first upload comes: most visits have none.
 * @param load makes the engine; called again only when it failed
 * @param onFail told why an upload could not even be queued
 */
export function loadUploader(load: () => Promise<Uploader>, onFail: (error: unknown) => void): Uploader {
  const listeners = new Set<() => void>();
  let engine: Uploader | undefined;
  let loading: Promise<Uploader> | undefined;
  const start = async () => {
    const loaded = await load();
    loaded.subscribe(() => {
      for (const listener of listeners) listener();
    });
    engine = loaded;
    return loaded;
  };
  return {
    view: () => engine?.view() ?? NO_VIEW,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    add(uploads) {
      loading ??= start();
      loading.then(
        (loaded) => loaded.add(uploads),
        (error: unknown) => {
          loading = undefined;
          onFail(error);
        },
      );
    },
    wish: (wish) => engine?.wish(wish),
    wake: () => engine?.wake(),
    lose: () => engine?.lose(),
  };
}
