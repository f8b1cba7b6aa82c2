"use client";

import { createContext, use, useSyncExternalStore } from "react";
import type { Uploader } from "./create-uploader.ts";
import { NO_VIEW, type UploadsView } from "./uploads-view.ts";

export const UploaderContext = createContext<Uploader | null>(null);

export function useUploader(): Uploader {
  const uploader = use(UploaderContext);
  if (!uploader) throw new Error("UploadsProvider is missing above this component.");
  return uploader;
}

export function useUploadsView(): UploadsView {
  const uploader = useUploader();
  return useSyncExternalStore(uploader.subscribe, uploader.view, () => NO_VIEW);
}
