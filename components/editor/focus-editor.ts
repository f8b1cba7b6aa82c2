import type { VolumePath } from "#lib/api/paths.ts";
import { createStore } from "./store.ts";

/** The file whose editor is to take the focus as soon as it can. */
export const focusWished = createStore<VolumePath | null>(null);

/** Puts the focus into the editor of a file, now or as soon as its text is there. */
export const focusEditor = (path: VolumePath): void => focusWished.set(path);
