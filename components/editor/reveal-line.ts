import type { VolumePath } from "#lib/api/paths.ts";
import { createStore } from "./store.ts";

/** A place in a text. Lines and columns begin at 1; columns and lengths are UTF-16 units. */
export type TextPlace = { readonly line: number; readonly column: number; readonly length: number };

/** The place that is to be shown and selected as soon as its file is there. */
export const placeWished = createStore<(TextPlace & { readonly path: VolumePath }) | null>(null);

/** Shows a place of a file's text, now or as soon as the file is open. */
export const revealPlace = (path: VolumePath, place: TextPlace): void => placeWished.set({ path, ...place });
