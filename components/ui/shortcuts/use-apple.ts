"use client";

import { useSyncExternalStore } from "react";

export const isApple = (): boolean =>
  typeof navigator !== "undefined" && /Mac|iPhone|iPad|iPod/.test(navigator.platform);

const never = () => () => {};

/** Whether this is an Apple machine, whose keys have other names; the server does not know and says no. */
export const useApple = (): boolean => useSyncExternalStore(never, isApple, () => false);
