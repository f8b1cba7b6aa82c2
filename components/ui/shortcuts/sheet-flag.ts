"use client";

import { createFlag } from "../flag.ts";

/** Whether the list of shortcuts is open. */
export const shortcutSheet = createFlag();

export const showShortcuts = (): void => shortcutSheet.set(true);
