import { createStore } from "./store.ts";

/** Whether the editor is to take the focus as soon as it can. */
export const focusWished = createStore(false);

/** Puts the focus into the editor, now or as soon as the file that is being opened is there. */
export const focusEditor = (): void => focusWished.set(true);
