"use client";

import { createFlag } from "#components/ui/flag.ts";

/** The person put the questions about taken names aside; the tray still has them. */
export const conflictsLater = createFlag();
